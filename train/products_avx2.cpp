#include <cstddef>
#include <cstring>
#define KERNEL avx2
#define LANES 8
#define ROWS 6
#include "train/products_kernel.inc"
