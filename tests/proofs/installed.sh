#!/bin/sh
# Proof: what `meson install` leaves is enough. Installs into a folder of its own, then compiles, links and runs small
# programs with nothing but what pkg-config says, each against the shared libraries and against the static ones.
#
#     installed.sh BUILD_DIR COMPILER [PACKAGE PROGRAM.cpp]...
set -eu

build=${1:?usage: installed.sh BUILD_DIR COMPILER [PACKAGE PROGRAM.cpp]...}
compiler=${2:?compiler}
shift 2

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
LD_LIBRARY_PATH=$(dirname "$(find "$root" -name libmailmote.a)")
export PKG_CONFIG_SYSROOT_DIR PKG_CONFIG_PATH LD_LIBRARY_PATH

asks_for_shared() { ldd "$1" | grep -q libmailmote; }

while [ $# -ge 2 ]; do
  package=$1 program=$2
  shift 2
  compile="-std=c++20 -Wall -Wextra -Werror $(pkg-config --cflags "$package")"
  shared=$(pkg-config --libs "$package")
  static=$(pkg-config --static --libs "$package" | sed 's/-l\(mailmote[a-z_]*\)/-l:lib\1.a/g')

  # shellcheck disable=SC2086  # flags are words
  "$compiler" $compile "$program" -o "$root/shared" $shared
  # shellcheck disable=SC2086
  "$compiler" $compile "$program" -o "$root/static" $static

  "$root/shared"
  "$root/static"
  asks_for_shared "$root/shared" || { echo "$package: the shared program does not use the shared library"; exit 1; }
  ! asks_for_shared "$root/static" || { echo "$package: the static program asks for the shared library"; exit 1; }
  echo "$package $(pkg-config --modversion "$package"): shared and static programs run"
done
