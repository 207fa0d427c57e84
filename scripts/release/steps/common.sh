#!/bin/sh
# What the steps of a release share. They read it by `.`, in the root of the clone.
set -eu

# Bitbucket's variables hold no line breaks, so the key comes in base64. key-fits.sh refuses what is neither.
case ${COSIGN_PRIVATE_KEY:-} in
  '' | -----BEGIN*) ;;
  *) COSIGN_PRIVATE_KEY=$(printf '%s' "$COSIGN_PRIVATE_KEY" | base64 -d 2>/dev/null || true) ;;
esac

# Ends the release. $1 is what is wrong, $2 what to do about it.
refuse() {
  printf '\nNot released: %s\n%s\n' "$1" "$2" >&2
  exit 1
}

# Runs a container that sees the clone.
in_clone() {
  docker run --rm --interactive --user 0 --network host --volume "$PWD:$PWD" --workdir "$PWD" "$@"
}

cosign() {
  in_clone --env DOCKER_CONFIG --env COSIGN_PRIVATE_KEY --env COSIGN_PASSWORD \
    "${COSIGN_IMAGE:-ghcr.io/sigstore/cosign/cosign:v2.5.0}" "$@"
}

# A flag for cosign when TRANSPARENCY_LOG=no: $1 to sign without the public log, $2 to verify without it.
log_flag() {
  if [ "${TRANSPARENCY_LOG:-yes}" = no ]; then
    case $1 in sign) echo --tlog-upload=false ;; verify) echo --insecure-ignore-tlog=true ;; esac
  fi
}

# Verifies the signature of image $1 as a user does.
verify_signature() {
  # shellcheck disable=SC2046 # no flag is no argument
  cosign verify $(log_flag verify) --key cosign.pub "$1" >/dev/null
}

# Prints the signed list of contents of image $1, after verifying it as a user does.
verify_contents() {
  # shellcheck disable=SC2046
  cosign verify-attestation $(log_flag verify) --key cosign.pub --type cyclonedx "$1"
}

# Ends with 2 or more when high or critical vulnerabilities are in the CycloneDX document $1.
scan() {
  in_clone "${GRYPE_IMAGE:-anchore/grype:v0.121.2}" "sbom:$1" --fail-on high
}

# The digest of image $1. Nothing when the registry has no such image.
digest_of() {
  if found=$(docker buildx imagetools inspect --format '{{with .Manifest}}{{.Digest}}{{end}}' "$1" 2>&1); then
    echo "$found" | grep -o 'sha256:[0-9a-f]\{64\}' | head -n 1
  else
    case $found in
      *'not found'*) ;;
      *) refuse "The registry does not say whether it has $1: $found" \
        'Check that the registry is up and that REGISTRY_USER and REGISTRY_TOKEN are right, then run the step again.' ;;
    esac
  fi
}

# One line for each platform of image $1 by digest: linux/amd64 sha256:…
platform_digests() {
  docker buildx imagetools inspect "$1" --format \
    '{{range .Manifest.Manifests}}{{.Platform.OS}}/{{.Platform.Architecture}} {{.Digest}}{{println}}{{end}}' |
    grep -v -e '^unknown/' -e '^$'
}

# All released versions, oldest first, as the git tags of the origin say.
released_versions() {
  git ls-remote --tags --refs origin >.tmp/tags.txt ||
    refuse 'The tags of the origin cannot be read.' 'Check that the origin can be reached, then run the step again.'
  sed -n 's,.*refs/tags/\([0-9][0-9]*\.[0-9][0-9]*\.[0-9][0-9]*\)$,\1,p' .tmp/tags.txt | sort -V
  rm .tmp/tags.txt
}
