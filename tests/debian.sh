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
