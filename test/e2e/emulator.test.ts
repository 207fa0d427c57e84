import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';

const emulator = spawn(process.execPath, ['emulator/main.ts', '--port', '0', '--pull-seconds', '0']);
let written = '';

beforeAll(async () => {
  emulator.stdout.on('data', (text) => {
    written += text;
  });
  while (!written.includes('Ctrl+C')) await once(emulator.stdout, 'data');
});

afterAll(async () => {
  emulator.kill('SIGINT');
  await once(emulator, 'exit');
});

/** The command that begins so, as somebody pastes it. */
function command(beginning: string): string {
  return written.split('\n').find((line) => line.startsWith(beginning)) ?? '';
}

const sh = async (text: string) => (await promisify(execFile)('sh', ['-c', text], { timeout: 30_000 })).stdout;

describe('what `npm run emulator` offers to paste', () => {
  test('deploys with the pipe', async () => {
    expect(await sh(command('APPSMITH_URL='))).toContain('✔ Deployed Orders');
  });

  test("deploys with Appsmith's curl line", async () => {
    expect(await sh(command('curl'))).toContain('"success":true');
  });

  test('names the image of pipe.yml', () => {
    expect(command('docker run')).toMatch(/ \S+:\d+\.\d+\.\d+$/);
  });
});
