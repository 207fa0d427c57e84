#!/bin/sh
# Moves tags to a released version, in git and for the image: sh scripts/release/move-tags.sh 1.1.3 1.2 1
# The last step of a release; a person finishes or reverts one with it. Needs a clone that may push, and `docker login`.
set -eu
cd "$(dirname "$0")/../.."

fail() {
  echo "No tag was moved: $1" >&2
  exit 1
}

[ $# -ge 2 ] || fail 'name a released version and the tags to move, such as 1.1.3 1.2 1.'
version=$1
shift
for tag in "$@"; do
  echo "$tag" | grep -qx '[0-9]*\(\.[0-9]*\)\{0,1\}' ||
    fail "$tag is not a moving tag such as 1.2 or 1. Released versions never change."
done
git fetch --quiet --no-tags origin "refs/tags/$version" || fail "git has no tag $version at the origin."
revision=$(git rev-parse 'FETCH_HEAD^{commit}')
image=$(git show "$revision:pipe.yml" | sed -n 's/^image: *//p')
image=${image%@*}
repository=${image%:*}
docker buildx imagetools inspect "$repository:$version" >/dev/null || fail "the registry has no $repository:$version."

# Git first: through its tags Bitbucket finds the pipe, and their pipe.yml names the image by its exact version.
for tag in "$@"; do git push --force origin "$revision:refs/tags/$tag"; done
for tag in "$@"; do docker buildx imagetools create --tag "$repository:$tag" "$repository:$version"; done
