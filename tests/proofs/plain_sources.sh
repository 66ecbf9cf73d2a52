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

find src -name '*.cpp' | LC_ALL=C sort >"$work/sources"
# A header that a source includes before all others is proven with that source. Headers of ports lean on system and TLS
# headers; they are compiled with their port.
xargs awk '/^#include/ { print substr($2, 2, length($2) - 2); nextfile }' <"$work/sources" | sort -u >"$work/first"
find include -name '*.hpp' -not -path '*/ports/*' | sed 's,^include/,,' | LC_ALL=C sort |
  grep -vxFf "$work/first" >"$work/headers"
while read -r header; do
  alone=$work/$(echo "$header" | tr / _).cpp
  echo "#include <$header>" >"$alone"
  echo "$alone"
done <"$work/headers" >"$work/alone"

# A warning is a failure too: a stranger's build must be quiet.
export compiler
cat "$work/sources" "$work/alone" | xargs -n 1 -P "$(getconf _NPROCESSORS_ONLN)" sh -c '
  said=$("$compiler" -std=c++20 -Iinclude -fsyntax-only "$1" 2>&1) && [ -z "$said" ] && exit 0
  printf "%s\n%s\n" "$1" "$said"
  exit 1' check
failed=$?

sources=$(wc -l <"$work/sources") headers=$(wc -l <"$work/headers")
echo "$compiler: $sources sources and $headers headers alone, the other headers at the front of a source"
[ "$sources" -gt 0 ] && [ "$failed" -eq 0 ]
