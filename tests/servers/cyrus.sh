#!/bin/sh
# Puts Debian's Cyrus IMAP server into a folder, without installing it: apt would take Dovecot's IMAP server away for it.
# What it needs of libraries is installed.
#
#   sh tests/servers/cyrus.sh FOLDER
set -eu

folder=$1
. "$(dirname "$0")/../debian.sh"

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

download() (cd "$work" && apt_get download -o APT::Sandbox::User=root cyrus-imapd cyrus-common libeatmydata1)
download || { apt_get update && download; }

# The first of alternatives counts, and libraries alone: Cyrus scans for viruses only if it is told to.
libraries=$(for package in "$work"/*.deb; do dpkg-deb -f "$package" Depends; done | tr ',' '\n' |
  sed 's/^ *//; s/[ :|(].*//' | grep '^lib' | grep -v '^libclamav' | sort -u)
# shellcheck disable=SC2086  # a list of words
apt_get install --no-upgrade $libraries

rm -rf "$folder.part" "$folder"
mkdir "$folder.part"
for package in "$work"/*.deb; do dpkg-deb -x "$package" "$folder.part"; done
mv "$folder.part" "$folder"
