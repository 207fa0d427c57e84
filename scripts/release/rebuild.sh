#!/bin/sh
# Builds a released version again, and compares: sh scripts/release/rebuild.sh 1.2.0 [linux/arm64]
# The same image needs the same base image, which the provenance names, and the same BuildKit. Anybody can run it in a
# clone, with the builder that bitbucket-pipelines.yml makes with `docker buildx create`.
set -eu
cd "$(dirname "$0")/../.."

version=$1
platform=${2:-linux/amd64}
source=$(mktemp -d)
trap 'rm -rf "$source"' EXIT
git archive "refs/tags/$version" | tar -x -C "$source"
image=$(sed -n 's/^image: *\([^@]*\).*/\1/p' "$source/pipe.yml")
# pkg:docker/node@24.21.0-bookworm?digest=sha256:… is node:24.21.0-bookworm@sha256:…
base=$(docker buildx imagetools inspect --format '{{json .Provenance}}' "$image" |
  sed -n 's,.*"pkg:docker/\([^@]*\)@\([^?]*\)?digest=\(sha256:[0-9a-f]*\).*,\1:\2@\3,p' | sed 's/%3A/:/; 1q')
[ -n "$base" ] || { echo "The provenance of $image names no base image." >&2; exit 1; }
released=$(docker buildx imagetools inspect "$image" --format \
  '{{range .Manifest.Manifests}}{{.Platform.OS}}/{{.Platform.Architecture}} {{.Digest}}{{println}}{{end}}' |
  sed -n "s,^$platform ,,p")

# shellcheck disable=SC2086 # flags, such as a secret with the address of an npm mirror
docker buildx build ${DOCKER_BUILD_FLAGS:-} --no-cache --platform "$platform" --provenance=false \
  --build-arg "NODE_IMAGE=$base" --build-arg "VERSION=$version" \
  --build-arg "REVISION=$(git rev-parse "refs/tags/$version^{commit}")" \
  --build-arg "SOURCE_DATE_EPOCH=$(git log -1 --format=%ct "refs/tags/$version")" \
  --output type=image,oci-mediatypes=true,push=false --metadata-file "$source/rebuilt.json" "$source"
rebuilt=$(sed -n 's/.*"containerimage.digest": *"\(sha256:[0-9a-f]*\)".*/\1/p' "$source/rebuilt.json")
echo "released: $released"
echo "rebuilt:  $rebuilt"
[ "$released" = "$rebuilt" ] || { echo "$image cannot be rebuilt bit for bit." >&2; exit 1; }
