import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { oneDeployment } from './candidates.ts';
import { many } from './many.ts';
import { measure, usage } from './measure.ts';
import { overBudget, type Ratios } from './over-budget.ts';
import { performanceChart, performanceDocument } from './performance-document.ts';

/**
 * `npm run bench`: what a deployment costs beside bare Node, in one run on one machine. Writes bench/results.json and docs/performance.md.
 * `--check` compares the ratios with bench/budget.json and fails when one is above; `--rounds N` changes how often each row is run (21).
 */
const rounds = Number(option('--rounds') ?? 21);
const folder = mkdtempSync(join(tmpdir(), 'appsmith-deploy-bench-'));
const server = spawn(process.execPath, [join(import.meta.dirname, 'server.ts')], {
  stdio: ['pipe', 'pipe', 'inherit'],
});
try {
  const [line] = (await once(createInterface(server.stdout), 'line')) as [string];
  const { http, https, ca } = JSON.parse(line) as { http: number; https: number; ca: string };
  const programs = { fast: build('fast', []), plain: build('plain', ['--plain']) };
  const { candidates, skipped } = oneDeployment({ folder, http, https, ca, programs });
  const one = await measure(candidates, rounds);
  const program = candidates.filter(({ name }) => ['bare Node', 'the pipe, http', 'the pipe, https'].includes(name));
  const used = [];
  for (const candidate of program) used.push({ name: candidate.name, ...(await usage(candidate, 5)) });
  const scale = await many({ folder, port: http, program: programs.fast });
  const results = { node: process.version, cores: availableParallelism(), rounds, one, skipped, used, scale };
  for (const { name, median, ratio } of one)
    console.log(`${name.padEnd(34)} ${median.toFixed(1).padStart(7)} ms ${ratio.toFixed(2).padStart(6)} ×`);
  for (const name of skipped) console.log(`${name.padEnd(34)} skipped: not on this machine`);
  console.log(JSON.stringify({ used, scale }, undefined, 2));
  writeFileSync('bench/results.json', `${JSON.stringify(results, undefined, 2)}\n`);
  writeFileSync('docs/performance.md', performanceDocument(results));
  writeFileSync('docs/performance.svg', performanceChart(one));
  if (process.argv.includes('--check')) {
    const budget = JSON.parse(readFileSync('bench/budget.json', 'utf8')) as Ratios;
    const above = overBudget(results, budget);
    for (const text of above) console.error(text);
    if (above.length > 0) process.exitCode = 1;
  }
} finally {
  server.kill();
  rmSync(folder, { recursive: true });
}

/** Builds into a folder of its own, so that nothing replaces the program while it is measured. */
function build(name: string, flags: readonly string[]): string {
  execFileSync(process.execPath, ['scripts/build/build.ts', ...flags], { stdio: 'inherit' });
  const target = join(folder, name);
  cpSync('dist', target, { recursive: true });
  return join(target, 'appsmith-deploy.cjs');
}

function option(name: string): string | undefined {
  const at = process.argv.indexOf(name);
  return at < 0 ? undefined : process.argv[at + 1];
}
