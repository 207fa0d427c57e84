#!/bin/sh
# The image gets its exact tag, then the commit its git tags, by which Bitbucket finds the pipe, then the moving tags.
. scripts/release/steps/common.sh
. ./release.env
. ./.tmp/image.env

# Somebody else may have released since this run began.
sh scripts/release/steps/not-out-yet.sh
tagged=$(digest_of "$IMAGE:$VERSION")
case $tagged in
  "$DIGEST") ;;
  '') docker buildx imagetools create --tag "$IMAGE:$VERSION" "$IMAGE@$DIGEST" ;;
  *) refuse "$IMAGE:$VERSION is in the registry by now, as $tagged. An exact tag never changes." \
    'Run the step again: it goes on with that image, if it was built from the same commit.' ;;
esac

set -- "$REVISION:refs/tags/$VERSION"
for tag in $MOVING_TAGS; do set -- "$@" "+$REVISION:refs/tags/$tag"; done
# All or none. Where the server cannot do that, the exact tag alone comes first: it is the one that may be refused.
git push --atomic origin "$@" || git push origin "$REVISION:refs/tags/$VERSION" ||
  refuse "The git tag $VERSION cannot be pushed: see above." \
    "Let the pipeline push tags (Repository settings > Branch restrictions), then run the step again. $IMAGE:$VERSION stays."
# shellcheck disable=SC2086 # a list
sh scripts/release/move-tags.sh "$VERSION" $MOVING_TAGS
echo "Released $IMAGE:$VERSION as $DIGEST"
