#!/bin/sh
# Makes the RSA certificate of the firmware's tests, and the root that signed it, whose key is thrown away. tests/certs/ has
# the ECDSA ones. Needs OpenSSL 3. Run it here; commit what it writes.
set -eu
cd "$(dirname "$0")"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

cat > "$work/ca.conf" <<END
[ca]
default_ca = authority
[authority]
dir = $work
new_certs_dir = $work
database = $work/index.txt
rand_serial = yes
default_md = sha256
default_startdate = 20200101000000Z
default_enddate = 20491231000000Z
policy = any
[any]
commonName = supplied
END
: > "$work/index.txt"

new_key() { openssl genpkey -quiet -algorithm RSA -pkeyopt rsa_keygen_bits:2048 -out "$1"; }

# sign NAME KEY COMMON-NAME OPTIONS... < extensions
sign() {
  name=$1 key=$2 cn=$3
  shift 3
  cat > "$work/extensions"
  openssl req -new -key "$key" -subj "/CN=$cn" -out "$work/request.pem"
  openssl ca -batch -notext -config "$work/ca.conf" -keyfile "$work/ca.key" -in "$work/request.pem" \
    -extfile "$work/extensions" -out "$name.pem" "$@" 2>"$work/log" || { cat "$work/log"; exit 1; }
}

new_key "$work/ca.key"
sign rsa-ca "$work/ca.key" "RSA Test Root" -selfsign <<END
basicConstraints = critical,CA:TRUE
keyUsage = critical,keyCertSign
END

new_key rsa.key
sign rsa rsa.key localhost -cert rsa-ca.pem <<END
basicConstraints = critical,CA:FALSE
keyUsage = critical,digitalSignature
extendedKeyUsage = serverAuth
subjectAltName = DNS:localhost,DNS:mail.example.test,IP:127.0.0.1
END
chmod 644 rsa.key
