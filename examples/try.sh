#!/bin/sh
# Shows Mailmote at work: brings what is missing on a Debian, builds, sends one alert to a mail server that runs in the
# same program and keeps what it is given, and reads it back. No mail leaves this machine. Usage: sh examples/try.sh
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
  build-try/examples/demo/demo_server --port 2525 --imap-port 1143 &
  export MAILMOTE_USER=pump3 MAILMOTE_PASSWORD=secret PATH="$PWD/build-try/examples/cli:$PATH"
  mailmote send '{127.0.0.1:2525/submit/tls}' --ca tests/certs/ca.pem \
    --from pump3@plant.example --to ops@plant.example --subject 'From me' --text 'It works.'
  mailmote list '{127.0.0.1:1143/imap/tls}' --ca tests/certs/ca.pem
  mailmote fetch '{127.0.0.1:1143/imap/tls}' 1 --part 1 --decode --ca tests/certs/ca.pem
Then examples/alert.cpp and examples/unread.cpp, the programs to begin with, with your own server in them. README, "Use it",
says how to build them.
END
