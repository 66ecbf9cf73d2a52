#!/bin/sh
# The alert from a microcontroller, and mail read on one: brings what is missing on a Debian, builds the images for a
# Cortex-M3 and a mail server, and lets QEMU play the microcontroller. No mail leaves this machine.
# Usage: sh examples/firmware/run.sh
#
# Installs packages with apt-get (with sudo only when not root), the cross compiler's 900 MB among them; writes to
# build-try/, build-firmware/ and subprojects/, nothing else. lwIP and Mbed TLS come from deb.debian.org, the first time.
set -u

cd "$(dirname "$0")/../.." || exit 1

work=$(mktemp -d) || exit 1
log=$work/log
servers=
clean_up() {
  # shellcheck disable=SC2086  # a list of words
  [ -z "$servers" ] || kill $servers 2>/dev/null
  rm -rf "$work"
}
trap clean_up EXIT
trap 'exit 130' INT TERM HUP PIPE

# Each package with a command or a file that shows that it is there.
# shellcheck disable=SC2034  # debian.sh reads it
needs="g++:g++ meson:meson ninja-build:ninja python3:python3 libmbedtls-dev:/usr/include/mbedtls/ssl.h
  gcc-arm-none-eabi:arm-none-eabi-gcc libnewlib-arm-none-eabi:/usr/share/doc/libnewlib-arm-none-eabi
  libstdc++-arm-none-eabi-dev:/usr/share/doc/libstdc++-arm-none-eabi-dev
  qemu-system-arm:qemu-system-arm patch:patch"

. tests/debian.sh

give_up() {
  echo "run.sh: $1" >&2
  [ ! -s "$log" ] || tail -n 20 "$log" | sed 's/^/    /' >&2
  exit 1
}

# build FOLDER TARGETS MESON-OPTIONS...
build() {
  folder=$1 targets=$2
  shift 2
  [ -f "$folder/build.ninja" ] || meson setup "$folder" -Dtests=disabled "$@" >"$log" 2>&1 ||
    { rm -rf "$folder"; give_up "meson could not set up $folder/:"; }
  # shellcheck disable=SC2086  # a list of words
  ninja -C "$folder" $targets >"$log" 2>&1 || give_up "the build failed:"
  : >"$log"
}

# serve NAME COMMAND...: starts it; $port is where it listens, $work/NAME what it says.
serve() {
  said=$work/$1
  shift
  : >"$said"
  "$@" >"$said" 2>"$log" </dev/null &
  servers="$servers $!"
  for _ in 1 2 3 4 5 6 7 8 9 10; do
    port=$(sed -n 's/^listening on .* port //p' "$said")
    [ -z "$port" ] || return 0
    sleep 0.3
  done
  give_up "nothing listens: $1"
}

# boot IMAGE ARGUMENTS...: $work/console is what it says, the status is its own. 10.0.2.2 is this machine's loopback.
boot() {
  image=$1
  shift
  arguments=
  for argument; do arguments="$arguments,arg=$argument"; done
  timeout 120 qemu-system-arm -M mps2-an385 -display none -monitor none -serial none -nic user \
    -chardev "file,id=console,path=$work/console" -kernel "build-firmware/examples/firmware/$image" \
    -semihosting-config "enable=on,target=native,chardev=console,arg=$image$arguments" >"$log" 2>&1 </dev/null
}

figure() { sed -n "s/^$1: //p" "$work/console"; }

# The server prints each mail under a line that begins with "mail N,".
arrived() { grep -c '^mail [0-9]*,' "$work/mail"; }

# must_boot COMPLAINT IMAGE ARGUMENTS...: and is content only if the image is.
must_boot() {
  complaint=$1
  shift
  boot "$@" || {
    [ ! -f "$work/console" ] || sed 's/^/    /' "$work/console" >&2
    give_up "$complaint"
  }
}

# alert IMAGE ARGUMENTS...: sends it, and is content only if the server has one more.
alert() {
  before=$(arrived)
  must_boot "the alert was not sent" "$@"
  sleep 0.5
  [ "$(arrived)" -eq $((before + 1)) ] || give_up "the alert did not arrive"
}

# read_back ARGUMENTS...: what is unread, and the octets of a part are those of the alert's text (alert.cpp).
read_back() {
  must_boot "the mail was not read" unread.elf "$@"
  sum=$(printf '9.3 bar, limit 8.0 bar.\r\n' | python3 -c 'import sys, zlib; print(zlib.crc32(sys.stdin.buffer.read()))')
  [ "$(figure crc-32)" = "$sum" ] || give_up "what was read is not what was sent"
}

show_tls() {
  cat <<END
  TLS            $(figure tls), $(figure cipher-suite)
  handshake      $(figure handshake-ms) ms, in QEMU on this machine
  Mbed TLS       $(figure arena-needed) of $(figure arena-size) octets of its arena
END
}

show_memory() {
  echo "  stack          $(figure stack-peak) of $(figure stack-size) octets"
  echo "  lwIP's heap    $(figure lwip-heap-peak) octets; frames waiting at a time: $(figure pbufs-peak)"
}

bring
echo "Building a mail server and the images: a minute or two, the first time"
build build-try examples/demo/demo_server -Dposix=enabled -Dtls=enabled -Ddefault_library=static
build build-firmware all --cross-file examples/firmware/mps2-an385.ini -Dlwip=2.2 -Dtls=enabled -Dposix=disabled

serve names python3 examples/firmware/name_server.py 10.0.2.2
name_server=10.0.2.2:$port
serve mail build-try/examples/demo/demo_server --clear --print --imap-port 0
server=mail.example.test:$port
inbox="{mail.example.test:$(sed -n 's/^IMAP on .* port //p' "$work/mail")/imap/tls}INBOX"

echo
echo "A Cortex-M3 looks up $server, connects, starts TLS, logs in and sends its alert:"
alert alert.elf "spec={$server/submit/tls}" user=pump3 password=secret "dns=$name_server"
echo "  sent           in $(figure milliseconds) ms"
show_tls
show_memory
echo
echo "What arrived:"
sed 's/^/  | /; 1,/^  | mail 1,/d' "$work/mail"
echo
echo "The same board logs in over IMAP, lists what is unread, streams the text of it through a window of 512 octets," \
  "and marks it as seen:"
read_back "spec=$inbox" user=pump3 password=secret "dns=$name_server" part=1 flag=seen
cat <<END
  unread         $(figure unread): $(figure subject)
  from           $(figure from)
  text           $(figure octets) octets, CRC-32 $(figure crc-32): that is what was sent
  read           in $(figure milliseconds) ms
END
show_tls
show_memory
echo
echo "The alert without TLS, of which nothing is linked:"
alert alert_clear.elf "spec={$server/submit/notls}" "dns=$name_server"
echo "  sent           in $(figure milliseconds) ms"
show_memory
echo
echo "Flash is text and data; RAM is data and bss, the stack and the arena included:"
awk '{ sub(".*/", "", $NF); printf "  %8s %8s %8s  %s\n", $1, $2, $3, $NF }' build-firmware/examples/firmware/sizes.txt
