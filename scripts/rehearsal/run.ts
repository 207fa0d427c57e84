import { spawnSync } from 'node:child_process';
import { env, execPath } from 'node:process';
import { parseArgs } from 'node:util';

/**
 * `npm run test:release`, by hand also `npm run test:release -- --platform linux/arm64`, which needs that platform or
 * qemu-user-static.
 */
const { values, positionals } = parseArgs({
  options: { platform: { type: 'string', default: 'linux/amd64' } },
  allowPositionals: true,
});
const jest = ['--experimental-vm-modules', 'node_modules/jest/bin/jest.js', '--config', 'test/release/jest.config.js'];
const { status } = spawnSync(execPath, [...jest, ...positionals], {
  stdio: 'inherit',
  env: { ...env, RELEASE_PLATFORM: values.platform },
});
process.exitCode = status ?? 1;
