#!/bin/sh
# Proof: what `meson install` leaves is enough. Installs into a folder of its own, then compiles, links and runs a small
# program with nothing but what pkg-config says, against the shared library and against the static one.
#
#     installed.sh BUILD_DIR COMPILER PROGRAM.cpp
set -eu

build=${1:?usage: installed.sh BUILD_DIR COMPILER PROGRAM.cpp}
compiler=${2:?compiler}
program=${3:?program}

root=$(mktemp -d)
trap 'rm -rf "$root"' EXIT
if ! ${MESON:-meson} install -C "$build" --no-rebuild --quiet --destdir "$root" >"$root/said" 2>&1; then
  cat "$root/said"
  exit 1
fi

config=$(find "$root" -name mailmote.pc)
[ -n "$config" ] || { echo "no mailmote.pc was installed"; exit 1; }
PKG_CONFIG_SYSROOT_DIR=$root
PKG_CONFIG_PATH=$(dirname "$config")
export PKG_CONFIG_SYSROOT_DIR PKG_CONFIG_PATH
libraries=$(dirname "$(find "$root" -name libmailmote.a)")

compile=$(pkg-config --cflags mailmote)
link=$(pkg-config --libs mailmote)
static=$(pkg-config --static --libs mailmote | sed 's/-lmailmote\>/-l:libmailmote.a/')

# shellcheck disable=SC2086  # flags are words
"$compiler" -std=c++20 -Wall -Wextra -Werror $compile "$program" -o "$root/shared" $link
# shellcheck disable=SC2086
"$compiler" -std=c++20 -Wall -Wextra -Werror $compile "$program" -o "$root/static" $static

LD_LIBRARY_PATH=$libraries "$root/shared"
"$root/static"
if ldd "$root/static" | grep -q libmailmote; then
  echo "the static program asks for the shared library"
  exit 1
fi
ldd "$root/shared" | grep -q libmailmote || { echo "the shared program does not use the shared library"; exit 1; }

# The version that programs ask for is the one that was built.
version=$(pkg-config --modversion mailmote)
echo "installed $version: shared and static programs run"
