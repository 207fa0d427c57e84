#!/bin/sh
# Weekly: verifies and scans the images of the newest version and of all moving tags, and rebuilds the newest.
# A failure does not hide another: this ends with 1 after all were checked.
. scripts/release/steps/common.sh

versions=$(released_versions)
[ -n "$versions" ] || { echo 'Nothing is released yet.'; exit 0; }
newest=$(echo "$versions" | tail -n 1)
git fetch --quiet --force --tags origin
repository=$(git show "refs/tags/$newest:pipe.yml" | sed -n 's/^image: *\([^@]*\):.*/\1/p')
mkdir -p scan
: >scan/digests.txt

# What was signed is scanned, since the image has no list of packages that a scanner could read.
look_at() {
  verify_signature "$repository:$1" && verify_contents "$repository:$1" >scan/attestation.json &&
    in_clone "${NODE_REPOSITORY:-node}:$(sed -n 's/^ARG NODE_RELEASE=//p' Dockerfile)-bookworm" \
      node scripts/release/attested-sbom.ts <scan/attestation.json >"scan/$1.cdx.json" && scan "scan/$1.cdx.json"
}

failed=
for tag in "$newest" $(git tag --list | grep -x '[0-9]*\(\.[0-9]*\)\{0,1\}' || true); do
  echo
  echo "== $repository:$tag"
  digest=$(digest_of "$repository:$tag")
  if grep -qxF "$digest" scan/digests.txt; then
    echo 'The same image as one before.'
  else
    echo "$digest" >>scan/digests.txt
    look_at "$tag" || failed="$failed $tag"
  fi
done
[ -z "$failed" ] || printf '\nNot verified, or vulnerable:%s. RELEASING.md says what to do.\n' "$failed" >&2

echo
echo "== Build $newest again"
sh scripts/release/rebuild.sh "$newest"
[ -z "$failed" ]
