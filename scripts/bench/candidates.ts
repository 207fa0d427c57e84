import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Candidate } from './measure.ts';

export interface Surroundings {
  readonly folder: string;
  /** Ports of the server. */
  readonly http: number;
  readonly https: number;
  readonly ca: string;
  readonly programs: { readonly fast: string; readonly plain: string };
}

/** Everything that is compared for one deployment, bare Node first, and the names of what this machine does not have. */
export function oneDeployment({ folder, http, https, ca, programs }: Surroundings): {
  candidates: Candidate[];
  skipped: string[];
} {
  const empty = join(folder, 'empty.cjs');
  writeFileSync(empty, '');
  writeFileSync(join(folder, 'ca.pem'), ca);
  const [httpUrl, httpsUrl] = [`http://127.0.0.1:${http}`, `https://127.0.0.1:${https}`];
  // The whole environment: an inherited NODE_EXTRA_CA_CERTS would falsify https.
  const variables = {
    APPSMITH_URL: httpUrl,
    APP_ID: '660427bb3927480dc0720914',
    BRANCH: 'main',
    BEARER_TOKEN: 'f'.repeat(64),
  };
  const secure = { ...variables, APPSMITH_URL: httpsUrl, CA_CERTIFICATE: ca };
  const node = (name: string, script: string, env: Record<string, string> = {}, code = 0): Candidate => ({
    name,
    command: process.execPath,
    args: [script],
    env,
    code,
  });
  const raw = join(import.meta.dirname, 'raw-http.cjs');
  const candidates = [
    node('bare Node', empty),
    node('the pipe, http', programs.fast, variables),
    node('the pipe, https', programs.fast, secure),
    node('the pipe, a validation error', programs.fast, { ...variables, APP_ID: '' }, 2),
    node('plain build, http', programs.plain, variables),
    node('plain build, https', programs.plain, secure),
    node('raw http.request', raw, { URL: `${httpUrl}/` }),
    node('raw https.request', raw, { URL: `${httpsUrl}/`, CA: ca }),
  ];
  const others = [
    curl('curl, http', httpUrl, []),
    curl('curl, https', httpsUrl, ['--cacert', join(folder, 'ca.pem')]),
    standIn(httpUrl),
  ];
  const there = others.filter(
    ({ candidate, probe }) => spawnSync(candidate.command, [...probe], { env: candidate.env }).status === 0,
  );
  return {
    candidates: [...candidates, ...there.map(({ candidate }) => candidate)],
    skipped: others.filter((other) => !there.includes(other)).map(({ candidate }) => candidate.name),
  };
}

interface Optional {
  readonly candidate: Candidate;
  /** Arguments of a call that succeeds where the candidate can be run. */
  readonly probe: readonly string[];
}

/** The line of Appsmith's guide. */
function curl(name: string, url: string, flags: readonly string[]): Optional {
  const address = `${url}/api/v1/git/deploy/app/660427bb3927480dc0720914?branchName=main`;
  const args = [
    '--silent',
    '--location',
    '--request',
    'POST',
    ...flags,
    address,
    '--header',
    'Authorization: Bearer x',
  ];
  return { candidate: { name, command: '/usr/bin/curl', args, env: {}, code: 0 }, probe: ['--version'] };
}

function standIn(url: string): Optional {
  const script = join(import.meta.dirname, 'stand-in.py');
  const candidate = {
    name: "Python's toolkit, stand-in, http",
    command: '/usr/bin/python3',
    args: [script],
    env: { URL: `${url}/` },
    code: 0,
  };
  return { candidate, probe: [script, '--probe'] };
}
