#include <cstddef>
#include <cstring>
#define KERNEL avx512
#define LANES 16
#define ROWS 12
#include "train/products_kernel.inc"
