import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { DockerfileParser } from 'dockerfile-ast';
import type { Timer } from './process.ts';

/** What the rows are measured with. */
export interface Surroundings extends Addresses {
  /** For files that go when all is done. */
  readonly folder: string;
  readonly programs: Programs;
  readonly timer: Timer;
}

/** Where the server is, by name. */
export interface Addresses {
  readonly http: string;
  readonly https: string;
  /** Certificate of the server's authority, PEM. */
  readonly ca: string;
}

/** Starts the server that answers: a process of its own, so that it takes no time from the one that measures. */
export async function startServer(): Promise<Addresses & Disposable> {
  const program = join(import.meta.dirname, 'server.ts');
  const server = spawn(process.execPath, [program], { stdio: ['pipe', 'pipe', 'inherit'] });
  const [line] = (await once(createInterface(server.stdout), 'line')) as [string];
  return { ...(JSON.parse(line) as Addresses), [Symbol.dispose]: () => void server.kill() };
}

/** The variables of one deployment. */
export function deployment(url: string): Record<string, string> {
  return { APPSMITH_URL: url, APP_ID: '660427bb3927480dc0720914', BRANCH: 'main', BEARER_TOKEN: 'f'.repeat(64) };
}

/** What is measured, as arguments of Node. */
export interface Programs {
  /** With the flags of the image's ENTRYPOINT. */
  readonly pipe: readonly string[];
  /** Built without what only makes it faster, and run without flags. */
  readonly plain: readonly string[];
}

/**
 * Builds both into folders of their own, so that nothing replaces a program while it is measured.
 * @throws Error when V8 does not take the pipe's code caches under its flags: it would be slower than its users have it
 */
export function buildPrograms(folder: string): Programs {
  const [pipe, plain] = [join(folder, 'pipe'), join(folder, 'plain')];
  execFileSync(process.execPath, ['scripts/build/build.ts', '--outdir', pipe], { stdio: 'inherit' });
  execFileSync(process.execPath, ['scripts/build/build.ts', '--outdir', plain, '--plain'], { stdio: 'inherit' });
  const flags = entrypointFlags();
  const script = readFileSync('test/image/support/code-caches.cjs', 'utf8');
  const seen = execFileSync(process.execPath, [...flags, '--eval', script, pipe], { encoding: 'utf8', env: {} });
  const { caches, rejected } = JSON.parse(seen) as { caches: string[]; rejected: string[] };
  const taken = caches.length - rejected.length;
  if (caches.length === 0 || rejected.length > 0)
    throw new Error(`V8 takes ${taken} of the ${caches.length} code caches with ${flags.join(' ')}`);
  return { pipe: [...flags, join(pipe, 'appsmith-deploy.cjs')], plain: [join(plain, 'appsmith-deploy.cjs')] };
}

/** Node's flags between the two paths of the image's ENTRYPOINT: users have the pipe started with these. */
export function entrypointFlags(dockerfile = readFileSync('Dockerfile', 'utf8')): string[] {
  const entrypoint = DockerfileParser.parse(dockerfile).getENTRYPOINTs().at(-1)?.getArgumentsContent() ?? '[]';
  return (JSON.parse(entrypoint) as string[]).slice(1, -1);
}
