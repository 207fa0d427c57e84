import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Candidate, node, used } from './process.ts';
import { type Group, ROW } from './results.ts';
import type { Surroundings } from './surroundings.ts';

const CONCURRENCY = '64';

/**
 * Deployments from a file, 64 at once, beside as many requests of Node's own client. Below /slow the server answers
 * after 50 ms.
 */
export function manyDeployments({ folder, http, programs, timer }: Surroundings): Group {
  const url = `${http}/slow`;
  const raw = node(
    ROW.rawMany,
    'the floor: 64 at once over one keep-alive agent, each answered after 50 ms, so 0.78 s at best',
    [join(import.meta.dirname, 'raw-many.cjs')],
    { URL: url, COUNT: '1000', CONCURRENCY },
  );
  const pipe = (name: string, about: string, count: number): Candidate => {
    const file = join(folder, `${count}.yml`);
    writeFileSync(file, deploymentsFile(url, count));
    const variables = { BITBUCKET_CLONE_DIR: folder, DEPLOYMENTS_FILE: file, A_TOKEN: 'f'.repeat(64), CONCURRENCY };
    return node(name, about, programs.pipe, variables);
  };
  const candidates = [
    raw,
    pipe(ROW.thousand, 'the built program with 1,000 deployments in its file, 64 at once', 1_000),
    pipe(ROW.tenThousand, 'the same with 10,000, which should take ten times as much', 10_000),
  ];
  return {
    title: 'Many deployments, beside 1,000 requests of raw http',
    rows: candidates.map((each) => used(each, timer)),
    skipped: [],
  };
}

function deploymentsFile(url: string, count: number): string {
  const deployments = Array.from({ length: count }, (_, at) => `  - { app: app${at} }`);
  return `defaults: { url: '${url}', branch: main, token: $A_TOKEN }\ndeployments:\n${deployments.join('\n')}\n`;
}
