# Debian packages, for the scripts that set a machine up: sourced, not run.
#
# $needs lists packages, each with a command or a file that shows that it is there: "g++:g++ zlib1g-dev:/usr/include/zlib.h".

missing_packages() {
  for need in $needs; do
    probe=${need#*:}
    case $probe in
      /*) [ -e "$probe" ] ;;
      *) command -v "$probe" >/dev/null 2>&1 ;;
    esac || printf ' %s' "${need%%:*}"
  done
}

as_root() {
  if [ "$(id -u)" -eq 0 ]; then "$@"; else sudo "$@"; fi
}

# apt_get VERB ...: waits for another apt-get, asks nothing, leaves standard input alone, and never takes a package away:
# a machine's own mail server, say, stays.
apt_get() {
  verb=$1
  shift
  as_root env DEBIAN_FRONTEND=noninteractive apt-get -o DPkg::Lock::Timeout=400 -o APT::Get::Remove=false \
    -o APT::Install-Recommends=false -qq "$verb" "$@" </dev/null
}

# For scripts that a user starts: says what it installs, or why it cannot. They have a file $log, and give_up TEXT, which
# shows the end of it and exits.
bring() {
  missing=$(missing_packages)
  [ -n "$missing" ] || return 0
  echo "Installing$missing"
  command -v apt-get >/dev/null 2>&1 ||
    give_up "this system has no apt-get: please install$missing, or what they are called here"
  [ "$(id -u)" -eq 0 ] || command -v sudo >/dev/null 2>&1 ||
    give_up "neither root nor sudo: please have$missing installed"
  # shellcheck disable=SC2086  # a list of words
  { apt_get update && apt_get install $missing; } >>"$log" 2>&1
  missing=$(missing_packages)
  [ -z "$missing" ] || give_up "apt-get could not bring$missing:"
}
