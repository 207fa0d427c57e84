#!/bin/sh
# A released version never changes, and an older one never replaces a newer one, even if an old run starts again.
. scripts/release/steps/common.sh
. ./release.env

released=$(released_versions)
if printf '%s\n' "$released" | grep -qxF "$VERSION"; then
  refuse "$VERSION is out already, and a released version never changes." \
    "Prepare the next one: npm run release:prepare. Where $MOVING_TAGS did not follow $VERSION yet:
sh scripts/release/move-tags.sh $VERSION $MOVING_TAGS"
fi
newest=$(printf '%s\n' "$released" "$VERSION" | sort -V | tail -n 1)
[ "$newest" = "$VERSION" ] ||
  refuse "$newest is out, and $VERSION is older." \
    "Run the pipeline \`release\` on the newest commit of main, with a version after $newest."
echo "$VERSION is not out yet."
