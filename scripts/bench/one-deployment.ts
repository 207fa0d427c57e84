import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Candidate, node, python, timed, timedAndUsed } from './process.ts';
import { type Group, ROW, type Skipped } from './results.ts';
import { type Addresses, deployment, type Surroundings } from './surroundings.ts';

/** The pipe that Atlassian's toolkit makes of the same job: same endpoint, same retries, same rule for a success. */
const TOOLKIT_PIPE = 'scripts/peers/toolkit-pipe/pipe.py';

/**
 * Whole processes that send one POST, beside a Node that does nothing. All are short, so that none disturbs the next,
 * as a process with three times the work would.
 */
export function oneDeployment({ folder, http, https, ca, programs, timer }: Surroundings): Group {
  const raw = join(import.meta.dirname, 'raw-http.cjs');
  const variables = deployment(http);
  const invalid = { ...variables, APP_ID: '' };
  const candidates = [
    bareNode(ROW.bare, folder),
    node(ROW.http, "the built program, with the flags of the image's ENTRYPOINT", programs.pipe, variables),
    node(ROW.https, 'the same with a private CA in `CA_CERTIFICATE`', programs.pipe, {
      ...deployment(https),
      CA_CERTIFICATE: ca,
    }),
    {
      ...node(ROW.invalid, 'the same without `APP_ID`, which it names; it sends nothing', programs.pipe, invalid),
      code: 2,
    },
    node(ROW.rawHttp, "one POST with Node's own client and nothing else", [raw], { URL: `${http}/` }),
    node(ROW.rawHttps, '', [raw], { URL: `${https}/`, CA: ca }),
  ];
  return {
    title: 'One deployment, beside bare Node',
    rows: candidates.map((each) => timedAndUsed(each, timer)),
    skipped: [],
  };
}

/**
 * The same job by other means.
 * @param toolkit Python with Atlassian's toolkit; undefined where this machine cannot have it
 */
export function otherMeans(surroundings: Surroundings, toolkit: string | undefined): Group {
  const { folder, http, https, ca, programs, timer } = surroundings;
  const bundle = join(folder, 'ca.pem');
  writeFileSync(bundle, ca);
  const variables = deployment(http);
  const nodes = [
    bareNode(ROW.bareAgain, folder),
    node('plain build, http', 'the same sources without what only makes them faster', programs.plain, variables),
    node('plain build, https', '', programs.plain, { ...deployment(https), CA_CERTIFICATE: ca }),
  ];
  const about = "the same job in 85 lines of Python on Atlassian's toolkit";
  const byToolkit = [
    { name: ROW.toolkitHttp, about, env: variables },
    { name: ROW.toolkitHttps, about: '', env: { ...deployment(https), REQUESTS_CA_BUNDLE: bundle } },
  ];
  const others = byToolkit.flatMap(({ env, ...row }) =>
    toolkit === undefined ? [] : [python({ ...row, interpreter: toolkit }, [TOOLKIT_PIPE], env)],
  );
  const { there, skipped } = otherTools({ ...surroundings, bundle });
  const withoutToolkit = byToolkit.map(({ name }) => ({ name, needs: "python3 with venv, for Atlassian's toolkit" }));
  return {
    title: 'One deployment by other means, beside bare Node',
    rows: [
      ...[...nodes, ...others].map((each) => timedAndUsed(each, timer)),
      ...there.map((each) => timed(each, timer)),
    ],
    skipped: [...skipped, ...(toolkit === undefined ? withoutToolkit : [])],
  };
}

function bareNode(name: string, folder: string): Candidate {
  const empty = join(folder, 'empty.cjs');
  writeFileSync(empty, '');
  return node(name, '`node` with an empty file, which every program in Node takes', [empty]);
}

/** A candidate that not every machine has. */
interface OtherTool {
  readonly candidate: Candidate;
  /** Arguments of a call that succeeds where the candidate can be run. */
  readonly probe: readonly string[];
  /** Debian's packages that bring it. */
  readonly packages: string;
}

/** What people use instead of the pipe, as far as this machine has it. */
function otherTools({ http, https, bundle }: Pick<Addresses, 'http' | 'https'> & { readonly bundle: string }): {
  there: Candidate[];
  skipped: Skipped[];
} {
  const tools = [
    curl('curl, http', "the line of Appsmith's guide", http),
    curl('curl, https', '', https, '--cacert', bundle),
  ];
  const there = tools.filter(
    ({ candidate: { command, env }, probe }) => spawnSync(command, [...probe], { env }).status === 0,
  );
  const missing = tools.filter((tool) => !there.includes(tool));
  return {
    there: there.map(({ candidate }) => candidate),
    skipped: missing.map(({ candidate: { name }, packages }) => ({ name, needs: `Debian's ${packages}` })),
  };
}

function curl(name: string, about: string, url: string, ...flags: string[]): OtherTool {
  const address = `${url}/api/v1/git/deploy/app/660427bb3927480dc0720914?branchName=main`;
  const line = ['--location', '--request', 'POST', address, '--header', 'Authorization: Bearer x'];
  const args = ['--silent', ...flags, ...line];
  const candidate = { name, about, command: '/usr/bin/curl', args, env: {}, code: 0 };
  return { candidate, probe: ['--version'], packages: 'curl' };
}
