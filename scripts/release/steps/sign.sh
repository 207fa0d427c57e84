#!/bin/sh
# Signs the index and each platform's image, and attaches the signed list of contents, replacing an earlier one.
. scripts/release/steps/common.sh
. ./release.env
. ./.tmp/image.env

# shellcheck disable=SC2046 # no flag is no argument
cosign sign --yes $(log_flag sign) --recursive --key env://COSIGN_PRIVATE_KEY "$IMAGE@$DIGEST"
# shellcheck disable=SC2046
cosign attest --yes $(log_flag sign) --replace --key env://COSIGN_PRIVATE_KEY --type cyclonedx \
  --predicate sbom.cdx.json "$IMAGE@$DIGEST"
