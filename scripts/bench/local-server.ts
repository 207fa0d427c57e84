import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

/** The server that answers, a process of its own so that it takes no time from the one that measures. */
export interface LocalServer extends Disposable {
  readonly http: string;
  readonly https: string;
  readonly ca: string;
}

export async function startServer(): Promise<LocalServer> {
  const program = join(import.meta.dirname, 'server.ts');
  const server = spawn(process.execPath, [program], { stdio: ['pipe', 'pipe', 'inherit'] });
  const [line] = (await once(createInterface(server.stdout), 'line')) as [string];
  const { http, https, ca } = JSON.parse(line) as { http: number; https: number; ca: string };
  return {
    http: `http://127.0.0.1:${http}`,
    https: `https://127.0.0.1:${https}`,
    ca,
    [Symbol.dispose]: () => void server.kill(),
  };
}
