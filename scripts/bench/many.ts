import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Candidate, measure, usage } from './measure.ts';

const COUNT = 1_000;
const CONCURRENCY = 64;
const ANSWER_MS = 50;

/** What 1,000 deployments cost, 64 at once, each answered after 50 ms, beside Node's own http. Times in ms, memory in MiB. */
export interface Scale {
  readonly idealMs: number;
  readonly pipe: { readonly wallMs: number; readonly cpuMs: number; readonly memoryMb: number };
  readonly raw: { readonly wallMs: number; readonly cpuMs: number; readonly memoryMb: number };
  readonly wallRatio: number;
  readonly cpuRatio: number;
}

export async function many({
  folder,
  port,
  program,
}: {
  folder: string;
  port: number;
  program: string;
}): Promise<Scale> {
  const deployments = Array.from({ length: COUNT }, (_, at) => `  - { app: app${at} }`);
  const file = `defaults: { url: 'http://127.0.0.1:${port}/slow', branch: main, token: $A_TOKEN }\ndeployments:\n${deployments.join('\n')}\n`;
  writeFileSync(join(folder, 'deployments.yml'), file);
  const clone = { BITBUCKET_CLONE_DIR: folder, DEPLOYMENTS_FILE: join(folder, 'deployments.yml') };
  const pipe: Candidate = {
    name: `the pipe, ${COUNT} deployments`,
    command: process.execPath,
    args: [program],
    env: { ...clone, A_TOKEN: 'f'.repeat(64), CONCURRENCY: String(CONCURRENCY) },
    code: 0,
  };
  const raw: Candidate = {
    ...pipe,
    name: `raw http.request, ${COUNT} requests`,
    args: [join(import.meta.dirname, 'raw-many.cjs')],
    env: { URL: `http://127.0.0.1:${port}/slow`, COUNT: String(COUNT), CONCURRENCY: String(CONCURRENCY) },
  };
  const [rawWall = Number.NaN, pipeWall = Number.NaN] = (await measure([raw, pipe], 5)).map(({ median }) => median);
  const [rawUsed, pipeUsed] = [await usage(raw, 3), await usage(pipe, 3)];
  return {
    idealMs: (COUNT / CONCURRENCY) * ANSWER_MS,
    pipe: { wallMs: pipeWall, ...pipeUsed },
    raw: { wallMs: rawWall, ...rawUsed },
    wallRatio: pipeWall / rawWall,
    cpuRatio: pipeUsed.cpuMs / rawUsed.cpuMs,
  };
}
