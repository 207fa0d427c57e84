import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { compressedBytes } from '../../test/image/support/compressed-bytes.ts';
import { inContainers } from './containers.ts';
import { type Group, measureGroup } from './group.ts';
import { buildImages, type Images } from './images.ts';
import { startServer } from './local-server.ts';
import { manyDeployments } from './many.ts';
import { ROW } from './names.ts';
import { oneDeployment } from './one-deployment.ts';
import { overBudget, type Ratios } from './over-budget.ts';
import { performanceChart } from './performance-chart.ts';
import { performanceDocument } from './performance-document.ts';
import { buildPrograms } from './programs.ts';
import { ratios } from './ratios.ts';
import type { ImageSize, Results } from './results.ts';
import { skippedSentences } from './skipped.ts';
import { plainTable, tableOf } from './table.ts';
import { timer } from './timer.ts';

/**
 * `npm run bench`: what a deployment takes beside bare Node, in one run on one machine. Prints one table, and writes bench/results.json and what is made from
 * it. `--check` fails when a ratio is above bench/budget.json; `--rounds N` changes how often each row is run (21): many deployments a quarter, containers
 * half as often.
 */
const { values } = parseArgs({ options: { rounds: { type: 'string', default: '21' }, check: { type: 'boolean' } } });
const rounds = Number(values.rounds);
if (!(Number.isInteger(rounds) && rounds > 0))
  throw new Error(`--rounds ${values.rounds}: how often each row is run, 1 or more`);

const budget = JSON.parse(readFileSync('bench/budget.json', 'utf8')) as Ratios;
const text = `${JSON.stringify(await measured(), rounded, 2)}\n`;
const results = JSON.parse(text) as Results;
console.log([plainTable(tableOf(results, budget)), '', ...skippedSentences(results)].join('\n'));
writeFileSync('bench/results.json', text);
writeFileSync('docs/development/performance.md', performanceDocument(results, budget));
writeFileSync('docs/development/performance.svg', performanceChart(results));
if (values.check) {
  const { above, unknown } = overBudget(results.ratios, budget);
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
    const one = await inRounds(oneDeployment(surroundings), rounds);
    const containers = await inRounds(await inContainers(surroundings, images), Math.ceil(rounds / 2));
    const many = await inRounds(manyDeployments(surroundings), Math.ceil(rounds / 4));
    const sizes = images === undefined ? [] : await imageSizes(images);
    return {
      node: process.version,
      cores: availableParallelism(),
      timer: clock.name,
      sections: [one.section, containers.section, many.section],
      images: sizes,
      ratios: ratios({
        one: one.samples,
        containers: containers.samples,
        many: many.samples,
        images: Object.fromEntries(sizes.map(({ name, bytes }) => [name, bytes])),
      }),
    };
  } finally {
    rmSync(folder, { recursive: true });
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
