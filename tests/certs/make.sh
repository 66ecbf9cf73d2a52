#!/bin/sh
# Makes the certificates that the scenarios' own ones (see README.md) leave out, from an authority whose key is thrown away.
# Needs OpenSSL 3. Run it here; commit what it writes.
set -eu
cd "$(dirname "$0")"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

cat > "$work/ca.conf" <<EOF
[ca]
default_ca = authority
[authority]
dir = $work
new_certs_dir = $work
database = $work/index.txt
rand_serial = yes
default_md = sha256
policy = any
unique_subject = no
[any]
commonName = supplied
EOF
: > "$work/index.txt"

new_key() { openssl genpkey -quiet -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -out "$1"; }

# sign NAME KEY COMMON-NAME NOT-BEFORE NOT-AFTER EXTENSION...
sign() {
  name=$1 key=$2 cn=$3 not_before=$4 not_after=$5
  shift 5
  printf '%s\n' "$@" > "$work/ext"
  openssl req -new -key "$key" -subj "/CN=$cn" -out "$work/request.pem"
  openssl ca -batch -notext -config "$work/ca.conf" -cert own-ca.pem -keyfile "$work/ca.key" -in "$work/request.pem" \
    -startdate "$not_before" -enddate "$not_after" -extfile "$work/ext" -md "$digest" -out "$name.pem" 2>"$work/log" || { cat "$work/log"; exit 1; }
}

new_key "$work/ca.key"
openssl req -new -key "$work/ca.key" -subj "/CN=Own Test Root" -out "$work/request.pem"
printf '%s\n' 'basicConstraints = critical,CA:TRUE' 'keyUsage = critical,keyCertSign' > "$work/ext"
openssl ca -batch -notext -selfsign -config "$work/ca.conf" -keyfile "$work/ca.key" -in "$work/request.pem" \
  -startdate 20200101000000Z -enddate 20491231000000Z -extfile "$work/ext" -out own-ca.pem 2>/dev/null

new_key own.key
leaf='basicConstraints = critical,CA:FALSE'
server='extendedKeyUsage = serverAuth'
from=20200101000000Z to=20491231000000Z digest=sha256

sign ip own.key "no name" $from $to "$leaf" "$server" 'subjectAltName = IP:127.0.0.1,IP:::1'
sign dns-is-ip own.key 127.0.0.1 $from $to "$leaf" "$server" 'subjectAltName = DNS:127.0.0.1'
sign cn-only own.key localhost $from $to "$leaf" "$server"
sign san-not-cn own.key localhost $from $to "$leaf" "$server" 'subjectAltName = DNS:other.example'
sign future own.key localhost 20480101000000Z $to "$leaf" "$server" 'subjectAltName = DNS:localhost'
digest=sha224
sign weak-hash own.key localhost $from $to "$leaf" "$server" 'subjectAltName = DNS:localhost'
digest=sha256
openssl genpkey -quiet -algorithm RSA -pkeyopt rsa_keygen_bits:1024 -out weak.key
sign weak weak.key localhost $from $to "$leaf" "$server" 'subjectAltName = DNS:localhost'
chmod 644 ./*.key
