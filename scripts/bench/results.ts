import type { Budget } from './budget.ts';
import { beside, measure, medianOf, type Row, type Samples, type Spread, spread } from './measure.ts';

/** The rows that budgets are about. */
export const ROW = {
  bare: 'bare Node',
  bareAgain: 'bare Node, between other means',
  http: 'the pipe, http',
  https: 'the pipe, https',
  invalid: 'the pipe, a validation error',
  toolkitHttp: "a pipe on Atlassian's toolkit, http",
  toolkitHttps: "a pipe on Atlassian's toolkit, https",
  rawHttp: "Node's own client, http",
  rawHttps: "Node's own client, https",
  runEmpty: 'docker run, an empty program',
  runHttps: 'docker run, the pipe, https',
  runHttp: 'docker run, the pipe, http',
  runOwnClient: "docker run, Node's own client, https",
  runPlain: 'docker run, the plain build, https',
  rawMany: "Node's own client, 1,000",
  thousand: 'the pipe, 1,000',
  tenThousand: 'the pipe, 10,000',
  noApplication: 'the pipe, no application in the clone',
  application: 'the pipe, an application of 200 files',
  largeApplication: 'the pipe, an application of 5,000 files',
  image: 'image of the pipe',
  plainImage: 'image of the plain build',
} as const;

/** Rows to be measured in the same rounds, and the ones that this machine can't fill. */
export interface Group {
  readonly title: string;
  readonly rows: readonly Row[];
  readonly skipped: readonly Skipped[];
}

/** A row that this machine can't fill, and what would help. */
export interface Skipped {
  readonly name: string;
  readonly needs: string;
}

/** What was measured of one row. */
export interface Measured {
  readonly name: string;
  readonly about: string;
  readonly wallMs: Spread;
  /** Of the pairs with the first row of the section. */
  readonly ratio: Spread;
  readonly cpuMs?: number;
  readonly memoryMb?: number;
}

/** Rows that were measured in the same rounds, the first of which is what the others are compared with. */
export interface Section {
  readonly title: string;
  readonly rounds: number;
  readonly rows: readonly Measured[];
  readonly skipped: readonly Skipped[];
}

export interface ImageSize {
  readonly name: string;
  readonly about: string;
  /** Of `docker save | gzip -6`. */
  readonly bytes: number;
}

/** bench/results.json */
export interface Results {
  readonly node: string;
  readonly cores: number;
  readonly timer: string;
  readonly sections: readonly Section[];
  readonly images: readonly ImageSize[];
  readonly budgeted: Budget;
}

export async function measureGroup(
  { title, rows, skipped }: Group,
  rounds: number,
): Promise<{ section: Section; samples: Samples }> {
  const samples = await measure(rows, rounds);
  const base = rows[0]?.name ?? '';
  return { samples, section: { title, rounds, rows: rows.map((row) => measuredRow(row, samples, base)), skipped } };
}

function measuredRow({ name, about }: Row, samples: Samples, base: string): Measured {
  const [cpuMs, memoryMb] = [medianOf(samples, name, 'cpuMs'), medianOf(samples, name, 'memoryMb')];
  return {
    name,
    about,
    wallMs: spread((samples[name] ?? []).map(({ wallMs }) => wallMs)),
    ratio: beside(samples, name, base, 'wallMs'),
    ...(Number.isNaN(cpuMs) ? {} : { cpuMs }),
    ...(Number.isNaN(memoryMb) ? {} : { memoryMb }),
  };
}

/** Which rows are missing, one sentence for each thing that the machine does not have. */
export function skippedSentences({ sections }: Pick<Results, 'sections'>): string[] {
  const byNeed = Map.groupBy(
    sections.flatMap(({ skipped }) => skipped),
    ({ needs }) => needs,
  );
  return [...byNeed].map(
    ([needs, rows]) => `Skipped for want of ${needs}: ${rows.map(({ name }) => name).join('; ')}.`,
  );
}
