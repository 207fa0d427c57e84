#!/bin/sh
. scripts/release/steps/common.sh
. ./release.env

[ -n "${REGISTRY_USER:-}" ] && [ -n "${REGISTRY_TOKEN:-}" ] ||
  refuse 'REGISTRY_USER or REGISTRY_TOKEN is empty.' 'Set both in the deployment environment Production.'
printf '%s' "$REGISTRY_TOKEN" | docker login --username "$REGISTRY_USER" --password-stdin "$REGISTRY" ||
  refuse "$REGISTRY does not let $REGISTRY_USER in." \
    'Set REGISTRY_TOKEN to a new token that may push, then run the step again.'
