#!/bin/sh
# The second half of a release, after the tests: from the commit in release.env to the image and its tags.
# The image has no name before its exact tag, so what fails before can simply be run again.
set -eu
cd "$(dirname "$0")/../.."

step() {
  echo
  echo "== $1"
  sh "scripts/release/steps/$1.sh"
}

mkdir -p .tmp
rm -f .tmp/*.env
step not-out-yet
step key-fits
step contents
# After the last of the project's own code that sees the whole clone.
step log-in
step find-image
if [ ! -e .tmp/image.env ]; then
  step build
  step try
  step scan
  step sign
fi
step verify
step publish
