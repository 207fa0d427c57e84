#!/bin/sh
# Builds, and pushes by digest: without a tag nobody gets it. Writes .tmp/image.env.
. scripts/release/steps/common.sh
. ./release.env
. ./.tmp/base.env

builder="https://bitbucket.org/${BITBUCKET_REPO_FULL_NAME:-local}/pipelines/results/${BITBUCKET_BUILD_NUMBER:-0}"
# shellcheck disable=SC2086 # flags, such as a secret with the address of an npm mirror
docker buildx build ${DOCKER_BUILD_FLAGS:-} --platform "${PLATFORMS:-linux/amd64,linux/arm64}" --pull \
  --build-arg "NODE_IMAGE=$NODE_IMAGE" --build-arg "VERSION=$VERSION" --build-arg "REVISION=$REVISION" \
  --build-arg "SOURCE_DATE_EPOCH=$SOURCE_DATE_EPOCH" --provenance "mode=max,builder-id=$builder" \
  --metadata-file build.json --output "type=image,name=$IMAGE,push-by-digest=true,name-canonical=true,push=true" .
digest=$(sed -n 's/.*"containerimage.digest": *"\(sha256:[0-9a-f]*\)".*/\1/p' build.json)
[ -n "$digest" ] || refuse 'buildx does not say what it has pushed.' 'Look at build.json, which it has written.'
echo "DIGEST=\"$digest\"" >.tmp/image.env
echo "Pushed $IMAGE@$digest, without a tag."
