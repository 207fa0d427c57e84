#!/bin/sh
# An earlier run may have ended between the image's exact tag and the git tag. The tag may be in use, so this run
# continues with that image, from .tmp/image.env, if it was built from the same commit.
. scripts/release/steps/common.sh
. ./release.env

digest=$(digest_of "$IMAGE:$VERSION")
if [ -z "$digest" ]; then
  echo "$IMAGE:$VERSION is not in the registry yet."
  exit 0
fi
docker buildx imagetools inspect --format '{{json .Image}}' "$IMAGE@$digest" |
  grep -q "\"org.opencontainers.image.revision\": *\"$REVISION\"" ||
  refuse "$IMAGE:$VERSION is in the registry already, built from another commit. An exact tag never changes." \
    'Prepare the next version: npm run release:prepare.'
echo "DIGEST=\"$digest\"" >.tmp/image.env
echo "An earlier run has pushed $IMAGE:$VERSION as $digest. This one goes on from there."
