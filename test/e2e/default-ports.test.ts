import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, test } from '@jest/globals';

const NAME = 'appsmith.wrong.example'; // the test certificates have one for it
const SCRIPT = fileURLToPath(new URL('../support/default-ports.ts', import.meta.url));

interface Seen {
  readonly exitCode: number;
  readonly log: string;
  readonly http: readonly string[];
  readonly https: readonly string[];
}

/** Runs the pipe in a network of its own, where the server has its name and its usual ports. */
async function run(address: string, path: string, variables: Readonly<Record<string, string>>): Promise<Seen> {
  const folder = await mkdtemp(join(tmpdir(), 'default-ports-'));
  const hosts = join(folder, 'hosts');
  await writeFile(hosts, `127.0.0.1 localhost\n127.0.0.1 ${NAME}\n`);
  const inside = `ip link set lo up && mount --bind '${hosts}' /etc/hosts && exec "$@"`;
  const program = [process.execPath, SCRIPT, address, path, JSON.stringify(variables)];
  const namespace = ['--user', '--map-root-user', '--net', '--mount', 'sh', '-ec', inside, 'sh', ...program];
  const { stdout } = await promisify(execFile)('unshare', namespace);
  await rm(folder, { recursive: true });
  return JSON.parse(stdout) as Seen;
}

test.each([
  ['one deployment over https', `https://${NAME}`, '', {}, [], [`POST ${NAME}`]],
  ['one deployment over http', `http://${NAME}`, '', {}, [`POST ${NAME}`], []],
  ['a path prefix', `https://${NAME}`, '/prefix', {}, [], [`POST ${NAME}`]],
  ['the default port, written', `https://${NAME}:443`, '', {}, [], [`POST ${NAME}`]],
  ['a dry run', `https://${NAME}`, '', { DRY_RUN: 'true' }, [], [`GET ${NAME}`, `GET ${NAME}`]],
] as const)('%s reaches the server on its default port, by its name', async (_, address, path, given, http, https) => {
  const seen = await run(address, path, given);
  expect(seen).toMatchObject({ exitCode: 0, http, https });
});
