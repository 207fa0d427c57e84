import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { entrypointFlags } from './entrypoint.ts';

/** What is measured, as arguments of Node. */
export interface Programs {
  /** With the flags of the image's ENTRYPOINT. */
  readonly pipe: readonly string[];
  /** Built without the tricks that only make it faster, and run without flags. */
  readonly plain: readonly string[];
}

/**
 * Builds both into folders of their own, so that nothing replaces a program while it is measured.
 * @throws Error when V8 does not take the pipe's code caches under its flags: then it would be slower than its users have it
 */
export function buildPrograms(folder: string): Programs {
  const [pipe, plain] = [join(folder, 'pipe'), join(folder, 'plain')];
  execFileSync(process.execPath, ['scripts/build/build.ts', '--outdir', pipe], { stdio: 'inherit' });
  execFileSync(process.execPath, ['scripts/build/build.ts', '--outdir', plain, '--plain'], { stdio: 'inherit' });
  const flags = entrypointFlags();
  const script = readFileSync('test/image/support/code-caches.cjs', 'utf8');
  const seen = execFileSync(process.execPath, [...flags, '--eval', script, pipe], { encoding: 'utf8', env: {} });
  const { caches, rejected } = JSON.parse(seen) as { caches: string[]; rejected: string[] };
  if (caches.length === 0 || rejected.length > 0)
    throw new Error(
      `V8 takes ${caches.length - rejected.length} of the ${caches.length} code caches with ${flags.join(' ')}`,
    );
  return { pipe: [...flags, join(pipe, 'appsmith-deploy.cjs')], plain: [join(plain, 'appsmith-deploy.cjs')] };
}
