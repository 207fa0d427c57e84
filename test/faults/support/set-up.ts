import { spawnSync } from 'node:child_process';
import { chmodSync, cpSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Before all tests: the programs of the lab are installed, and there is a folder with the program, where the tests write down what they see. */
export default function setUp(): void {
  const { status, error } = spawnSync('bash', ['scripts/faults/set-up.sh'], { stdio: 'inherit' });
  if (status !== 0)
    throw new Error(`The fault lab could not be set up${error === undefined ? '' : `: ${error.message}`}`);
  const folder = mkdtempSync(join(tmpdir(), 'appsmith-deploy-faults-'));
  chmodSync(folder, 0o755); // one test runs the program as another user
  process.env['FAULTS_SEEN'] = folder;
  // A copy: whoever builds in the meantime does not pull the program away from under a test.
  cpSync('dist', join(folder, 'dist'), { recursive: true });
  process.env['PIPE_PROGRAM'] ??= join(folder, 'dist', 'appsmith-deploy.cjs');
}
