#!/usr/bin/env bash
# Installs missing servers and proxies of a lab from Debian, without starting their services: the tests start their own.
# Usage: install-servers.sh 'fault lab' caddy nginx
set -euo pipefail

lab=$1
shift
programs=("$@")
# The package of a program where its name is another one.
declare -A package=([mitmdump]=mitmproxy [dnsmasq]=dnsmasq-base [ip]=iproute2)

fail() {
  echo "The $lab needs ${programs[*]}. $*" >&2
  exit 1
}

export PATH="$PATH:/usr/sbin:/sbin"
missing=()
for program in "${programs[@]}"; do
  command -v "$program" >/dev/null || missing+=("${package[$program]:-$program}")
done
[ "${#missing[@]}" -gt 0 ] || exit 0

echo "The $lab installs from Debian: ${missing[*]}"
command -v apt-get >/dev/null || fail 'This machine has no apt-get: install them by hand.'
[ "$(id -u)" -eq 0 ] || fail "Not root here: run 'apt-get install --no-install-recommends ${missing[*]}' as root first."

# Debian starts a server as soon as it is installed; exit code 101 forbids that.
policy=/usr/sbin/policy-rc.d
if [ ! -e "$policy" ]; then
  printf '#!/bin/sh\nexit 101\n' >"$policy"
  chmod +x "$policy"
  trap 'rm -f "$policy"' EXIT
fi

export DEBIAN_FRONTEND=noninteractive
log=$(mktemp)
install() {
  apt-get install -y -qq --no-install-recommends "${missing[@]}" >"$log" 2>&1
}
# The lists of packages may be too old, or not there yet.
if ! install && ! { apt-get update -qq >"$log" 2>&1 && install; }; then
  tail -n 20 "$log" >&2
  rm -f "$log"
  fail 'apt-get could not install them: its last words are above.'
fi
rm -f "$log"
