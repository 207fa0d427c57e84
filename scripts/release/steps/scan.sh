#!/bin/sh
. scripts/release/steps/common.sh

scan sbom.cdx.json ||
  refuse 'The scan found a high or critical vulnerability, or could not run: see above.' \
    'Update what has it. What does not concern the pipe goes into .grype.yaml, with the reason. Then run the pipeline again.'
