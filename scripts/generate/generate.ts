import { readFileSync, writeFileSync } from 'node:fs';
import { generated } from './generated.ts';

/**
 * `npm run generate`: writes every file, or part of one, that is made from another. `--check` only says what is out of
 * date.
 */
const check = process.argv.includes('--check');
const stale: string[] = [];

// One after the other: what comes later may be made from what was written before.
for (const { path, content } of generated) {
  const text = content();
  if (read(path) === text) continue;
  stale.push(path);
  console.log(`${check ? 'out of date' : 'generated'}: ${path}`);
  if (!check) writeFileSync(path, text);
}
if (check && stale.length > 0) {
  console.error('Run `npm run generate` and commit what it changes.');
  process.exitCode = 1;
}

function read(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}
