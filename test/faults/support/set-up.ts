import { spawnSync } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Before all tests: the programs of the lab are installed, and there is a folder where the tests write down what they have seen. */
export default function setUp(): void {
  const { status, error } = spawnSync('bash', ['scripts/faults/set-up.sh'], { stdio: 'inherit' });
  if (status !== 0)
    throw new Error(`The fault lab could not be set up${error === undefined ? '' : `: ${error.message}`}`);
  process.env['FAULTS_SEEN'] = mkdtempSync(join(tmpdir(), 'appsmith-deploy-faults-'));
}
