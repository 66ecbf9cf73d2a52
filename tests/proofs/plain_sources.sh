#!/bin/sh
# Proof: every source and every header compiles alone, with nothing generated and nothing but -std=c++20 -Iinclude.
# That is what a Makefile, CMake or an IDE needs to know, and what README promises.
#
#     plain_sources.sh COMPILER [SOURCE_DIR]
set -u

compiler=${1:?usage: plain_sources.sh COMPILER [SOURCE_DIR]}
root=${2:-$(dirname "$0")/../..}
cd "$root" || exit 1
if ! command -v "$compiler" >/dev/null 2>&1; then
  echo "skipped: no $compiler here"
  exit 77
fi

work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT
count=0
failed=0

# A warning is a failure too: a stranger's build must be quiet.
check() {
  count=$((count + 1))
  if ! "$@" >"$work/said" 2>&1 || [ -s "$work/said" ]; then
    failed=$((failed + 1))
    echo "$*"
    cat "$work/said"
  fi
}

for source in $(find src -name '*.cpp' | LC_ALL=C sort); do
  check "$compiler" -std=c++20 -Iinclude -fsyntax-only "$source"
done
# Headers of ports lean on system and TLS headers; they are compiled with their port.
for header in $(find include -name '*.hpp' -not -path '*/ports/*' | LC_ALL=C sort); do
  echo "#include <${header#include/}>" >"$work/alone.cpp"
  check "$compiler" -std=c++20 -Iinclude -fsyntax-only "$work/alone.cpp"
done

echo "$compiler: $count files alone, $failed failed"
[ "$count" -gt 0 ] && [ "$failed" -eq 0 ]
