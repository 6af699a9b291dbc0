# setup.sh: what ./start and ./check share: packages, steps that keep a log, configure and build.
#
# Sourced by a script that has set `program` to its own name. Sets `root` (the project), `logs` and `jobs`.
# Every function that fails says so in one line on standard error and ends the script with status 1.

export LC_ALL=C.UTF-8
unset CDPATH
root=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.." && pwd -P)
logs=$root/build/log
jobs=$(nproc 2>/dev/null || echo 2)
watcher=
mkdir -p -- "$logs"
cd -- "$root" || exit 1
trap stop_watcher EXIT
trap 'stop_watcher; printf "%s: interrupted; run it again to go on\n" "$program" >&2; exit 130' INT

# fail WHAT [LOG]: one line, with the first error of the log and the log's path.
fail() {
  local line=$1 error
  if [ -n "${2:-}" ]; then
    error=$(grep -aEm1 'error: |^CMake Error|^E: ' "$2" || grep -aEm1 'FAILED|ERROR|Error' "$2")
    error=$(printf '%s' "$error" | tr -cd '[:print:]' | cut -c1-200)
    line="$line${error:+: $error}; log: $2"
  fi
  printf '%s: %s\n' "$program" "$line" >&2
  exit 1
}

stop_watcher() {
  if [ -n "$watcher" ]; then
    kill "$watcher" 2>/dev/null
    wait "$watcher" 2>/dev/null
    watcher=
    printf '\r\033[K'
  fi
  return 0
}

# Shows the last line of a log over and over; ends with the script.
watch_log() {
  local width=$((${COLUMNS:-$(tput cols 2>/dev/null || echo 80)} - ${#1} - 4))
  trap 'exit 0' TERM
  while kill -0 $$ 2>/dev/null; do
    printf '\r\033[K%s  %s' "$1" "$(tail -c 2000 "$2" | tr '\r' '\n' | tail -n 1 | tr -cd '[:print:]' | cut -c1-"$width")"
    sleep 0.3
  done
}

# step NAME LOG COMMAND...: runs the command with its output in build/log/LOG.log (its path is then in step_log), and
# prints one line. Returns the command's status.
step() {
  local name=$1 began=$SECONDS status=0
  step_log=$logs/$2.log
  shift 2
  : >"$step_log"
  if [ -t 1 ]; then
    watch_log "$name" "$step_log" &
    watcher=$!
  fi
  "$@" >"$step_log" 2>&1 </dev/null || status=$?
  stop_watcher
  if [ "$status" -eq 0 ]; then
    printf '%-24s ok, %d s\n' "$name" $((SECONDS - began))
  fi
  return "$status"
}

# packages_for USE...: the names in tools/packages.txt with one of these uses.
packages_for() {
  awk -v uses=" $* " '{ sub(/#.*/, "") } NF >= 2 && index(uses, " " $2 " ") { print $1 }' tools/packages.txt
}

# missing_packages USE...: those of them that are not installed.
missing_packages() {
  local installed name
  # dpkg-query fails when it does not know a name; what it does know is printed all the same.
  installed=$(packages_for "$@" | xargs dpkg-query -W -f='${db:Status-Status} ${Package}\n' 2>/dev/null |
    awk '$1 == "installed" { print $2 }') || true
  for name in $(packages_for "$@"); do
    grep -qxF -- "$name" <<<"$installed" || printf '%s\n' "$name"
  done
}

install_packages() {
  "${as_root[@]}" apt-get update &&
    "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends "$@"
}

# need_packages USE...: installs what is missing; without the right to, prints the line that root has to run.
need_packages() {
  local missing
  if ! command -v dpkg-query >/dev/null 2>&1; then
    printf '%s: no dpkg-query here, so packages are not checked; tools/packages.txt lists them\n' "$program" >&2
    return
  fi
  missing=$(missing_packages "$@")
  [ -n "$missing" ] || return 0
  missing=$(printf '%s\n' "$missing" "$(missing_packages speed)" | xargs)
  as_root=()
  if [ "$(id -u)" -ne 0 ]; then
    if sudo -n true 2>/dev/null; then
      as_root=(sudo -n)
    elif [ -t 0 ] && [ -t 2 ] && command -v sudo >/dev/null 2>&1; then
      printf '%s: to be installed by sudo: %s\n' "$program" "$missing" >&2
      # The password is asked for here, where nothing writes over the question.
      if sudo -v; then as_root=(sudo); fi
    fi
    if [ ${#as_root[@]} -eq 0 ]; then
      fail "packages are missing; run as root: apt-get update && apt-get install -y --no-install-recommends $missing"
    fi
  fi
  # shellcheck disable=SC2086 # one word a package
  step "packages" packages install_packages $missing || fail "packages: apt-get failed" "$step_log"
}

# configure PRESET [-DNAME=VALUE...]: with ccache and a faster linker where they are installed.
configure() {
  local preset=$1 launcher='' linker='' fresh=() home
  shift
  if command -v ccache >/dev/null 2>&1; then launcher=ccache; fi
  if command -v ld.mold >/dev/null 2>&1; then
    linker=-fuse-ld=mold
  elif command -v ld.lld >/dev/null 2>&1; then
    linker=-fuse-ld=lld
  fi
  # A build folder that was moved with the project cannot be used again as it is.
  home=$(sed -n 's/^CMAKE_HOME_DIRECTORY:INTERNAL=//p' "build/$preset/CMakeCache.txt" 2>/dev/null) || true
  if [ -n "$home" ] && [ "$home" != "$root" ]; then fresh=(--fresh); fi
  step "configure $preset" "$preset-configure" cmake --preset "$preset" "${fresh[@]}" \
    "-DCMAKE_CXX_COMPILER_LAUNCHER=$launcher" "-DCMAKE_EXE_LINKER_FLAGS=$linker" "$@" ||
    fail "configure $preset failed" "$step_log"
}

# build PRESET [TARGET...]
build() {
  local preset=$1
  shift
  step "build $preset" "$preset-build" ninja -C "build/$preset" -j "$jobs" "$@" || fail "build $preset failed" "$step_log"
}
