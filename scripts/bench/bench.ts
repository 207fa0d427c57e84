import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { compressedBytes } from '../../test/image/support/compressed-bytes.ts';
import { toolkitPython } from '../peers/python.ts';
import { type Budget, budgeted, overBudget } from './budget.ts';
import { buildImages, type Images, inContainers } from './containers.ts';
import { performanceChart, performanceDocument } from './document.ts';
import { manyDeployments } from './many.ts';
import { oneDeployment, otherMeans } from './one-deployment.ts';
import { timer } from './process.ts';
import { repositoryChecks } from './repository.ts';
import { type Group, type ImageSize, measureGroup, type Results, ROW, skippedSentences } from './results.ts';
import { buildPrograms, startServer } from './surroundings.ts';
import { budgetTable, plainTable, tableOf } from './table.ts';

/**
 * `npm run bench`: what a deployment takes beside Node's own client and an empty program, in one run on one machine.
 * Prints the tables, and writes bench/results.json and what is made from it. `--check` fails when something is above
 * bench/budget.json; `--rounds N` changes how often each row is run (21): the short ones of one deployment four times
 * as often, many deployments a quarter, clones half.
 */
const { values } = parseArgs({ options: { rounds: { type: 'string', default: '21' }, check: { type: 'boolean' } } });
const rounds = Number(values.rounds);
if (!(Number.isInteger(rounds) && rounds > 0))
  throw new Error(`--rounds ${values.rounds}: how often each row is run, 1 or more`);

const budget = JSON.parse(readFileSync('bench/budget.json', 'utf8')) as Budget;
const text = `${JSON.stringify(await measured(), rounded, 2)}\n`;
const results = JSON.parse(text) as Results;
const tables = [tableOf(results), budgetTable(results.budgeted, budget)].map((table) => `${plainTable(table)}\n`);
console.log([...tables, ...skippedSentences(results)].join('\n'));
writeFileSync('bench/results.json', text);
writeFileSync('docs/development/performance.md', performanceDocument(results, budget));
writeFileSync('docs/development/performance.svg', performanceChart(results));
if (values.check) {
  const { above, unknown } = overBudget(results.budgeted, budget);
  for (const sentence of [...above, ...unknown]) console.error(sentence);
  if (above.length > 0) process.exitCode = 1;
}

async function measured(): Promise<Results> {
  const folder = mkdtempSync(join(tmpdir(), 'appsmith-deploy-bench-'));
  try {
    await using images = await buildImages();
    using server = await startServer();
    const clock = timer(folder);
    const surroundings = { folder, ...server, programs: buildPrograms(folder), timer: clock };
    const containers = await inRounds(await inContainers(surroundings, images), rounds);
    const one = await inRounds(oneDeployment(surroundings), rounds * 4);
    const others = await inRounds(otherMeans(surroundings, await toolkit()), rounds);
    const many = await inRounds(manyDeployments(surroundings), Math.ceil(rounds / 4));
    const checks = await inRounds(repositoryChecks(surroundings), Math.ceil(rounds / 2));
    const sizes = images === undefined ? [] : await imageSizes(images);
    return {
      node: process.version,
      cores: availableParallelism(),
      timer: clock.name,
      sections: [containers, one, others, many, checks].map(({ section }) => section),
      images: sizes,
      budgeted: budgeted({ ...containers.samples, ...one.samples, ...many.samples, ...checks.samples }, sizes),
    };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Undefined where this machine cannot have it; says what is missing. */
async function toolkit(): Promise<string | undefined> {
  try {
    return await toolkitPython();
  } catch (error) {
    console.error(`Without Atlassian's toolkit: ${(error as Error).message}`);
    return undefined;
  }
}

function inRounds(group: Group, times: number): ReturnType<typeof measureGroup> {
  console.error(`Measuring: ${group.title}`);
  return measureGroup(group, times);
}

async function imageSizes({ pipe, plain }: Images): Promise<ImageSize[]> {
  return [
    { name: ROW.image, about: 'what Bitbucket pulls: `docker save | gzip -6`', bytes: await compressedBytes(pipe) },
    {
      name: ROW.plainImage,
      about: 'the plain build on `node:24-bookworm-slim`, without development dependencies',
      bytes: await compressedBytes(plain),
    },
  ];
}

function rounded(_: string, value: unknown): unknown {
  return typeof value === 'number' ? Math.round(value * 1_000) / 1_000 : value;
}
