#!/bin/sh
# Users verify with cosign.pub, so a key that does not belong to it is found before anything is pushed.
. scripts/release/steps/common.sh

todo='Set it in the deployment environment Production to what this prints: base64 -w 0 cosign.key'
[ -s cosign.pub ] || refuse 'there is no cosign.pub.' 'Make a key with cosign generate-key-pair, and commit cosign.pub.'
case ${COSIGN_PRIVATE_KEY:-} in
  -----BEGIN*'
'*) ;;
  -----BEGIN*) refuse 'COSIGN_PRIVATE_KEY is a key without line breaks: Bitbucket has removed them.' "$todo" ;;
  *) refuse 'COSIGN_PRIVATE_KEY is empty, or neither a key nor base64 of one.' "$todo" ;;
esac
public=$(cosign public-key --key env://COSIGN_PRIVATE_KEY) ||
  refuse 'cosign cannot read COSIGN_PRIVATE_KEY.' "$todo, and COSIGN_PASSWORD to the password of that key."
[ "$public" = "$(cat cosign.pub)" ] ||
  refuse 'COSIGN_PRIVATE_KEY does not belong to cosign.pub, so users could not verify the signature.' \
    'Set it to the key that cosign.pub was made with. For a new key, commit the new cosign.pub first.'
echo 'The key belongs to cosign.pub.'
