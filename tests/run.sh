#!/bin/sh
# Builds Mailmote and runs its tests: sh tests/run.sh [--servers] [--sanitize] [--firmware] [--fuzz] [--all] [-v]
#
#   (nothing)     the release build with gcc, and every test that needs no servers
#   --servers     also the tests that send through a private Postfix, and read from a private Dovecot and Cyrus (as root;
#                 nothing of this machine's own mail set-up is touched)
#   --sanitize    also two builds under AddressSanitizer and UndefinedBehaviorSanitizer, with gcc and with clang, and one
#                 for 32 bits
#   --firmware    also the port for lwIP, on this machine, and what runs on a microcontroller: the image of
#                 examples/firmware in QEMU, and what every feature costs in flash, RAM and stack
#   --fuzz        also a short run of each fuzzing harness
#   --all         all of it
#   -v            show what the tools say
#
# Missing Debian packages are installed first (sudo only when not root). Build folders are build-*/ beside tests/;
# they are kept, so a second run is quick; the sources of lwIP and Mbed TLS go to subprojects/. The last line reads "N passed, N failed"; the exit status is 0 when nothing failed.
set -u

cd "$(dirname "$0")/.." || exit 1

servers=no sanitize=no firmware=no fuzz=no verbose=no
for option in "$@"; do
  case $option in
    --servers) servers=yes ;;
    --sanitize) sanitize=yes ;;
    --firmware) firmware=yes ;;
    --fuzz) fuzz=yes ;;
    --all) servers=yes sanitize=yes firmware=yes fuzz=yes ;;
    -v) verbose=yes ;;
    -h | --help) sed -n '2,/^set/{/^set/d;s/^# \{0,1\}//;p;}' tests/run.sh; exit 0 ;;
    *) echo "run.sh: unknown option $option (try --help)" >&2; exit 64 ;;
  esac
done

# --- packages: each with a command or a file that shows that it is there

needs="g++:g++ make:make meson:meson ninja-build:ninja pkg-config:pkg-config binutils:nm python3:python3
  doctest-dev:/usr/include/doctest/doctest.h libmbedtls-dev:/usr/include/mbedtls/ssl.h"
# A test of the command line watches in which order a file is written.
needs="$needs strace:strace"
# The system's trust roots: the command-line program looks for them when no --ca is given.
needs="$needs ca-certificates:/etc/ssl/certs/ca-certificates.crt"
if [ $sanitize = yes ] || [ $fuzz = yes ]; then
  needs="$needs clang-14:clang++-14"
fi
# Firmware counts in 32 bits: where this machine can, so do the tests.
bits32=no
if [ $sanitize = yes ] && [ "$(uname -m)" = x86_64 ]; then
  bits32=yes
fi
# libstdc++'s headers are enough: nothing of it is linked into firmware.
if [ $firmware = yes ]; then
  needs="$needs gcc-arm-none-eabi:arm-none-eabi-g++ libnewlib-arm-none-eabi:/usr/share/doc/libnewlib-arm-none-eabi
    libstdc++-arm-none-eabi-dev:/usr/share/doc/libstdc++-arm-none-eabi-dev qemu-system-arm:qemu-system-arm
    iproute2:ip patch:patch"
fi
if [ $servers = yes ]; then
  needs="$needs postfix:/usr/sbin/postfix dovecot-lmtpd:/usr/lib/dovecot/lmtp
    dovecot-imapd:/usr/lib/dovecot/imap"
fi

. tests/debian.sh

# Postfix asks what this machine is to be; "No configuration" leaves it alone. Nor may a package start its server: the
# answer of policy-rc.d stands only while packages are installed, and only where the machine has no policy of its own.
install_servers() (
  echo "postfix postfix/main_mailer_type select No configuration" | as_root debconf-set-selections
  policy=/usr/sbin/policy-rc.d
  if [ ! -e $policy ]; then
    trap 'as_root rm -f $policy' EXIT
    trap 'exit 130' INT TERM
    printf '#!/bin/sh\nexit 101\n' | as_root tee $policy >/dev/null
    as_root chmod 755 $policy
  fi
  apt_get install "$@"
)

install_packages() {
  apt_get update
  case " $* " in
    *" postfix "* | *" dovecot-"*) install_servers "$@" ;;
    *) apt_get install "$@" ;;
  esac
}

bring_packages() {
  missing=$(missing_packages)
  [ -n "$missing" ] || return 0
  if command -v apt-get >/dev/null 2>&1; then
    # shellcheck disable=SC2086  # a list of words
    step "Installing$missing" install_packages $missing || tail -n 20 "$log"
    missing=$(missing_packages)
    [ -n "$missing" ] || return 0
  fi
  echo "run.sh: missing, and apt-get could not bring it:$missing" >&2
  return 1
}

# --- steps: one line each; what a step says is shown only when it went wrong

log=$(mktemp)
trap 'rm -f "$log"' EXIT
broken=0
results=

step() {
  what=$1
  shift
  begun=$(date +%s)
  if [ $verbose = yes ]; then
    echo "== $what"
    "$@"
  else
    [ ! -t 1 ] || printf '   ...      %s\r' "$what"
    "$@" >"$log" 2>&1
  fi
  status=$?
  if [ $status -eq 0 ]; then word='ok    '; else word='FAILED'; fi
  printf '%s %4d s  %s\n' "$word" $(($(date +%s) - begun)) "$what"
  return $status
}

# The same, for a step without which others cannot go on.
must() {
  step "$@" && return 0
  broken=$((broken + 1))
  [ $verbose = yes ] || tail -n 60 "$log" | sed 's/^/    /'
  return 1
}

# build NAME COMPILER [MESON OPTIONS]: configure once, then compile $targets, or everything
targets=
build() {
  folder=build-$1
  compiler=$2
  shift 2
  if [ ! -f "$folder/build.ninja" ]; then
    CXX=$compiler meson setup "$folder" "$@" || return 1
  fi
  # shellcheck disable=SC2086
  ninja -C "$folder" $targets
}

# check NAME LABEL [MESON TEST OPTIONS]: run tests; their results are added up at the end
check() {
  folder=build-$1
  label=$2
  shift 2
  result=$(echo "$label" | tr -c 'a-z0-9\n' '-')
  rm -f "$folder/meson-logs/$result.json"
  # Time enough for sanitizers on a machine that has other work.
  step "Testing: $label" meson test -C "$folder" --no-rebuild --timeout-multiplier 3 --logbase "$result" "$@"
  results="$results $folder/meson-logs/$result.json"
}

# -g1 is what a report needs, the lines; all of -g takes gcc twice the time.
sanitized="-Db_sanitize=address,undefined -Db_lundef=false -Doptimization=1 -Ddebug=false -Dcpp_args=-g1
  -Ddefault_library=static"
narrow="-Dcpp_args=-m32 -Dcpp_link_args=-m32 -Db_sanitize=undefined -Db_lundef=false -Doptimization=1
  -Ddefault_library=static -Dposix=disabled -Dtls=disabled -Dexamples=disabled"
fuzzed="-Dfuzz=enabled -Dtests=disabled -Dexamples=disabled"
# A bare chroot has no /proc, and there sanitizers do not even find their options.
if [ ! -e /proc/self/environ ]; then
  sanitized="-Ddefault_library=static"
  [ $sanitize = no ] || echo "skipped: the builds under sanitizers, which need /proc"
  sanitize=no
fi
ASAN_OPTIONS=detect_leaks=1:strict_string_checks=1:detect_stack_use_after_return=1
UBSAN_OPTIONS=print_stacktrace=1:halt_on_error=1
export ASAN_OPTIONS UBSAN_OPTIONS

# lwip NAME VERSION [MESON OPTIONS]: the port for lwIP, on this machine
lwip() {
  name=lwip-$1
  version=$2
  shift 2
  targets=lwip_tests
  # shellcheck disable=SC2086
  must "Building: g++, $name" build "$name" g++ $sanitized -Dlwip="$version" "$@"
  built=$?
  targets=
  [ $built -eq 0 ] && check "$name" "$name" --suite lwip
}

# That port with both versions of lwIP, with its objects on the heap (where the sanitizer sees each), with a thread's lock,
# and against the kernel; then the image in QEMU, and what everything costs.
run_firmware() {
  lwip 2.1 2.1
  lwip heap 2.2 "-Dlwip_options=$PWD/tests/lwip/heap"
  lwip locked 2.2 "-Dlwip_options=$PWD/tests/lwip/locked"
  lwip 2.2 2.2 && check lwip-2.2 "lwip-2.2 and this kernel" --suite tap
  must "Building: Cortex-M3" build cortex-m3 g++ --cross-file examples/firmware/mps2-an385.ini -Dlwip=2.2 \
    -Dtls=enabled -Dposix=disabled -Dtests=enabled || return
  check cortex-m3 "firmware in QEMU" --suite firmware
  check release "footprint" --suite firmware
}

# Not every kernel does, whatever its compiler can.
runs_32_bits() (
  program=$(mktemp) || exit 1
  trap 'rm -f "$program"' EXIT
  echo 'int main() { return 0; }' | g++ -m32 -x c++ -o "$program" - 2>/dev/null && "$program" 2>/dev/null
)

run_all() {
  bring_packages || { broken=1; return; }

  must "Building: gcc, release" build release g++ || return
  check release "gcc release"
  if [ $servers = yes ]; then
    [ -d build-cyrus ] || must "Unpacking Cyrus" sh tests/servers/cyrus.sh build-cyrus
    check release "real servers" --suite servers
  fi

  if [ $sanitize = yes ]; then
    for compiler in g++ clang++-14; do
      # shellcheck disable=SC2086
      must "Building: $compiler, sanitizers" build "san-$compiler" $compiler $sanitized || continue
      check "san-$compiler" "$compiler sanitizers" --no-suite proofs --no-suite servers
    done
  fi

  if [ $firmware = yes ]; then
    run_firmware
  fi

  # Not everywhere to be had: it cannot stand beside some cross compilers.
  needs="g++-multilib:/usr/share/doc/g++-multilib"
  if [ $bits32 = yes ] && [ -n "$(missing_packages)" ] && ! step "Installing g++-multilib" apt_get install g++-multilib; then
    echo "skipped: the tests in 32 bits"
    bits32=no
  fi
  if [ $bits32 = yes ] && ! runs_32_bits; then
    echo "skipped: the tests in 32 bits, which this machine does not run"
    bits32=no
  fi
  if [ $bits32 = yes ]; then
    # shellcheck disable=SC2086
    must "Building: g++, 32 bits" build 32-bits g++ $narrow || return
    check 32-bits "32 bits" --no-suite proofs
  fi

  if [ $fuzz = yes ]; then
    # shellcheck disable=SC2086
    must "Building: clang++-14, fuzzing" build fuzz clang++-14 $sanitized $fuzzed || return
    check fuzz "fuzzing" --suite fuzz
  fi
}

run_all
# shellcheck disable=SC2086
python3 tests/summary.py --broken $broken $results
