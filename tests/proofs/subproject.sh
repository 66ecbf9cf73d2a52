#!/bin/sh
# Proof: a Meson project that has Mailmote below subprojects/ finds it, by the words that README gives.
#
#     subproject.sh SOURCE_DIR COMPILER PACKAGE...
set -eu

source=$(cd "${1:?usage: subproject.sh SOURCE_DIR COMPILER PACKAGE...}" && pwd)
compiler=${2:?compiler}
shift 2

root=$(mktemp -d)
trap 'rm -rf "$root"' EXIT
mkdir "$root/subprojects"
ln -s "$source" "$root/subprojects/mailmote"

# Never one that is installed here.
PKG_CONFIG_LIBDIR=$root
export PKG_CONFIG_LIBDIR

# What is compiled here, and how well, is not what is to be proven: in haste, and not again where there is a ccache.
if command -v ccache >/dev/null 2>&1; then
  compiler="ccache $compiler"
  CCACHE_NOHASHDIR=1
  export CCACHE_NOHASHDIR
fi
options="'cpp_std=c++20', 'optimization=0', 'debug=false', 'default_library=static'"
echo "project('user', 'cpp', default_options: [$options])" \
  >"$root/meson.build"
for package in "$@"; do
  part=$(echo "$package" | tr - _)
  cp "$source/tests/proofs/installed${part#mailmote}.cpp" "$root/$part.cpp"
  echo "executable('$part', '$part.cpp', dependencies: dependency('$package', fallback: 'mailmote'))" \
    >>"$root/meson.build"
done

if ! CXX=$compiler ${MESON:-meson} setup "$root/build" "$root" >"$root/said" 2>&1 ||
  ! ninja -C "$root/build" >"$root/said" 2>&1; then
  tail -n 40 "$root/said"
  exit 1
fi
# Shared libraries are found beside the programs only where there is a /proc.
libraries=$root/build/subprojects/mailmote
LD_LIBRARY_PATH=$libraries/src:$libraries/ports
export LD_LIBRARY_PATH
for package in "$@"; do
  "$root/build/$(echo "$package" | tr - _)"
  echo "$package: found as a subproject, and its program runs"
done
