#!/bin/sh
# The second half of a release, after the tests: from the commit that release.env names to an image and tags that users get.
# Until the exact tag, the image has no name, so what fails before can simply be run again.
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
