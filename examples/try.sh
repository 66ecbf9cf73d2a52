#!/bin/sh
# Shows Mailmote at work: brings what is missing on a Debian, builds, and sends one alert to a mail server that runs in
# the same program and keeps what it is given. No mail leaves this machine. Usage: sh examples/try.sh
#
# Installs packages with apt-get (with sudo only when not root) and writes to build-try/ beside examples/; nothing else.
set -u

cd "$(dirname "$0")/.." || exit 1

log=$(mktemp) || exit 1
trap 'rm -f "$log"' EXIT
trap 'exit 130' INT TERM

# Each package with a command or a file that shows that it is there.
needs="g++:g++ meson:meson ninja-build:ninja libmbedtls-dev:/usr/include/mbedtls/ssl.h"

. tests/debian.sh

give_up() {
  echo "try.sh: $1" >&2
  tail -n 15 "$log" | sed 's/^/    /' >&2
  exit 1
}

programs="examples/demo/try examples/demo/demo_server examples/cli/mailmote"

# shellcheck disable=SC2086  # a list of words
is_built() { ninja -C build-try -n $programs 2>/dev/null | grep -q 'no work to do'; }

# shellcheck disable=SC2086  # a list of words
build() {
  is_built && return 0
  echo "Building Mailmote: half a minute, the first time"
  [ -f build-try/build.ninja ] ||
    meson setup build-try -Dtests=disabled -Dposix=enabled -Dtls=enabled -Ddefault_library=static >"$log" 2>&1 ||
    give_up "meson could not set up build-try/:"
  ninja -C build-try $programs >"$log" 2>&1 || give_up "the build failed:"
}

bring
build
build-try/examples/demo/try || { echo "try.sh: that is not as it should be" >&2; exit 1; }
cat <<'END'
Next, a mail of your own, to this server alone:
  build-try/examples/demo/demo_server --port 2525 --print &
  MAILMOTE_PASSWORD=secret build-try/examples/cli/mailmote send '{127.0.0.1:2525/submit/tls}' --ca tests/certs/ca.pem \
    --user pump3 --from pump3@plant.example --to ops@plant.example --subject 'From me' --text 'It works.'
Then examples/alert.cpp, the program to begin with, with your own server as {your.server/submit/tls}. README, "Use it",
says how to build it.
END
