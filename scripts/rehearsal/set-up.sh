#!/usr/bin/env bash
# Unpacks the tools of `npm run test:release` from Debian's packages into the folder $1. Installs nothing, and leaves
# apt's own lists as they are. cosign and buildx are in Debian from trixie on; they run on bookworm too.
set -euo pipefail

folder=$1
packages=(cosign/trixie docker-buildx/trixie docker.io/trixie docker-cli/trixie
  docker-registry/bookworm containerd/bookworm runc/bookworm busybox/bookworm)
[ ! -e "$folder/complete" ] || exit 0

fail() {
  echo "The rehearsal of a release needs ${packages[*]}. $*" >&2
  exit 1
}
command -v apt-get >/dev/null || fail 'This machine has no apt-get.'

mkdir -p "$folder"/{lists/partial,sources,packages}
# The mirror that this machine is set up with.
find_mirror() {
  # shellcheck disable=SC2016 # apt-get fills these in
  apt-get indextargets --format '$(REPO_URI)' 'Created-By: Packages' 'Origin: Debian' 'Label: Debian' | head -n 1
}
mirror=$(find_mirror)
[ -n "$mirror" ] || { apt-get update -qq && mirror=$(find_mirror); }
[ -n "$mirror" ] || fail "apt-get knows no mirror of Debian's packages."
cat >"$folder/sources/rehearsal.sources" <<SOURCES
Types: deb
URIs: $mirror
Suites: bookworm trixie
Components: main
Signed-By: /usr/share/keyrings/debian-archive-keyring.gpg
SOURCES
options=(-qq -o Dir::Etc::SourceList=/dev/null -o "Dir::Etc::SourceParts=$folder/sources"
  -o "Dir::State::Lists=$folder/lists" -o Dir::Cache::pkgcache= -o Dir::Cache::srcpkgcache=
  -o Acquire::Languages=none -o APT::Sandbox::User=root)
apt-get "${options[@]}" update || fail "apt-get cannot read the lists of bookworm and trixie."
(cd "$folder/packages" && apt-get "${options[@]}" download "${packages[@]}") || fail 'apt-get cannot download them.'
for package in "$folder"/packages/*.deb; do dpkg-deb --extract "$package" "$folder"; done
rm -r "$folder"/{lists,sources,packages}
touch "$folder/complete"
