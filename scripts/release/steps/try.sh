#!/bin/sh
# Runs what was pushed, each platform by its own digest (Docker's classic image store holds one platform of a digest):
# first without variables, which ends with 2, then for one deployment over https to a server with a name.
. scripts/release/steps/common.sh
. ./release.env
. ./.tmp/base.env
. ./.tmp/image.env

network="release-try-$$"
server=
clean_up() {
  [ -z "$server" ] || docker rm --force "$server" >/dev/null
  docker network rm "$network" >/dev/null
}
docker network create "$network" >/dev/null
trap clean_up EXIT
# Not the whole clone, which holds the registry's password.
server=$(docker run --detach --user 0 --network "$network" --network-alias "$SMOKE_HOST" \
  --env SMOKE_CERTIFICATE="$SMOKE_CERTIFICATE" --env SMOKE_KEY="$SMOKE_KEY" \
  --volume "$PWD/package.json:/clone/package.json:ro" --volume "$PWD/emulator:/clone/emulator:ro" \
  --volume "$PWD/scripts:/clone/scripts:ro" \
  "$NODE_IMAGE" node /clone/scripts/release/smoke-server.ts)
tries=0
until docker logs "$server" 2>/dev/null | grep -q '^BEARER_TOKEN='; do
  tries=$((tries + 1))
  [ "$tries" -lt 60 ] || refuse "The emulator did not start: $(docker logs "$server" 2>&1)" \
    'Run the pipeline again. If it fails again, try: npm run emulator'
  sleep 0.5
done
docker logs "$server" >.tmp/smoke.env

platform_digests "$IMAGE@$DIGEST" >.tmp/platforms.txt
while read -r platform digest; do
  code=0
  docker run --rm --pull always --platform "$platform" "$IMAGE@$digest" </dev/null || code=$?
  [ "$code" = 2 ] || refuse "The image for $platform ends with $code where variables are missing, not with 2." \
    'Its output is above. Nothing has a tag yet: fix it, then run the pipeline again.'
  docker run --rm --platform "$platform" --network "$network" --env-file .tmp/smoke.env \
    --env CA_CERTIFICATE="$SMOKE_CA" --env APPSMITH_URL="https://$SMOKE_HOST" \
    --env MAX_ATTEMPTS=1 "$IMAGE@$digest" </dev/null ||
    refuse "The image for $platform could not deploy to the emulator." \
      'Its output is above. Nothing has a tag yet: fix it, then run the pipeline again.'
done <.tmp/platforms.txt
