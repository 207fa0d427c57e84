#!/bin/sh
# Verifies as a user does, before a tag leads anybody to the image.
. scripts/release/steps/common.sh
. ./release.env
. ./.tmp/image.env

todo='Users would see the same. Delete the image if an earlier run has pushed it, then run the pipeline again.'
platform_digests "$IMAGE@$DIGEST" >.tmp/platforms.txt
for digest in "$DIGEST" $(cut -d ' ' -f 2 .tmp/platforms.txt); do
  verify_signature "$IMAGE@$digest" || refuse "The signature of $IMAGE@$digest does not verify." "$todo"
done
verify_contents "$IMAGE@$DIGEST" >/dev/null || refuse "The list of contents of $IMAGE@$DIGEST does not verify." "$todo"
echo "$IMAGE@$DIGEST verifies."
