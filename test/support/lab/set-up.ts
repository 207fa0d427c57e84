import { spawnSync } from 'node:child_process';
import { chmodSync, cpSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/**
 * Before all tests of a lab: its programs are installed, and there is a folder with the pipe, where the tests write
 * their rows.
 */
export function setUpLab(lab: string, programs: readonly string[]): void {
  const { status, error } = spawnSync('bash', ['scripts/install-servers.sh', lab, ...programs], { stdio: 'inherit' });
  if (status !== 0) throw new Error(`The ${lab} could not be set up${error === undefined ? '' : `: ${error.message}`}`);
  const folder = mkdtempSync(join(tmpdir(), 'appsmith-deploy-lab-'));
  chmodSync(folder, 0o755); // one test runs the program as another user
  process.env['LAB_ROWS'] = folder;
  // A copy: whoever builds in the meantime does not pull the program away from under a test.
  cpSync('dist', join(folder, 'dist'), { recursive: true });
  process.env['PIPE_PROGRAM'] ??= join(folder, 'dist', 'appsmith-deploy.cjs');
}
