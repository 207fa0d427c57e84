#!/bin/sh
# Takes the base image by digest, so that the list of contents describes what is built on, and writes that list.
. scripts/release/steps/common.sh

name="${NODE_REPOSITORY:-node}:$(sed -n 's/^ARG NODE_RELEASE=//p' Dockerfile)-bookworm"
digest=$(digest_of "$name")
[ -n "$digest" ] ||
  refuse "There is no image $name." 'Set NODE_RELEASE in the Dockerfile to a version of Node that is out.'
echo "NODE_IMAGE=\"$name@$digest\"" >.tmp/base.env
in_clone "$name@$digest" node scripts/release/sbom.ts >sbom.cdx.json
echo "sbom.cdx.json lists what is built on $name@$digest."
