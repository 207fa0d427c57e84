import { spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { PIPE } from './run-pipe.ts';

/** A `docker` that runs the built pipe. */
const BIN = fileURLToPath(new URL('bin', import.meta.url));

/** Runs a command as somebody pastes it into a shell, in a folder; `docker run` in it runs the built pipe. */
export async function paste(command: string, environment: Readonly<Record<string, string>>, cwd: string) {
  const path = [BIN, ...(process.env['PATH'] ?? '').split(':')].join(':');
  const env = { ...environment, PIPE_PROGRAM: PIPE, PATH: path };
  const child = spawn('sh', ['-ec', command], { cwd, env, stdio: ['ignore', 'pipe', 'pipe'], timeout: 30_000 });
  const ended = new Promise<number | null>((resolve) => child.on('close', resolve));
  const [exitCode, stdout, stderr] = await Promise.all([ended, text(child.stdout), text(child.stderr)]);
  return { exitCode, log: stdout + stderr };
}
