import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Candidate, node, timed, timedAndUsed } from './process.ts';
import { type Group, ROW, type Skipped } from './results.ts';
import { type Addresses, deployment, type Surroundings } from './surroundings.ts';

/** Whole processes that send one POST, beside a Node that does nothing. */
export function oneDeployment(surroundings: Surroundings): Group {
  const { folder, http, https, ca, programs, timer } = surroundings;
  const [empty, bundle] = [join(folder, 'empty.cjs'), join(folder, 'ca.pem')];
  writeFileSync(empty, '');
  writeFileSync(bundle, ca);
  const raw = join(import.meta.dirname, 'raw-http.cjs');
  const variables = deployment(http);
  const secure = { ...deployment(https), CA_CERTIFICATE: ca };
  const invalid = { ...variables, APP_ID: '' };
  const nodes = [
    node(ROW.bare, '`node` with an empty file, which every program in Node takes', [empty]),
    node(ROW.http, "the built program, with the flags of the image's ENTRYPOINT", programs.pipe, variables),
    node(ROW.https, 'the same with a private CA in `CA_CERTIFICATE`', programs.pipe, secure),
    {
      ...node(ROW.invalid, 'the same without `APP_ID`, which it names; it sends nothing', programs.pipe, invalid),
      code: 2,
    },
    node('plain build, http', 'the same sources without what only makes them faster', programs.plain, variables),
    node('plain build, https', '', programs.plain, secure),
    node(ROW.rawHttp, "one POST with Node's own client and nothing else", [raw], { URL: `${http}/` }),
    node(ROW.rawHttps, '', [raw], { URL: `${https}/`, CA: ca }),
  ];
  const { there, skipped } = otherTools({ ...surroundings, bundle });
  return {
    title: 'One deployment, beside bare Node',
    rows: [...nodes.map((each) => timedAndUsed(each, timer)), ...there.map((each) => timed(each, timer))],
    skipped,
  };
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
    standIn("Python's toolkit, stand-in, http", "the imports of Atlassian's toolkit, and one POST", {
      URL: `${http}/`,
    }),
    standIn("Python's toolkit, stand-in, https", '', { URL: `${https}/`, REQUESTS_CA_BUNDLE: bundle }),
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

function standIn(name: string, about: string, env: Record<string, string>): OtherTool {
  const script = join(import.meta.dirname, 'stand-in.py');
  return {
    candidate: { name, about, command: '/usr/bin/python3', args: [script], env, code: 0 },
    probe: [script, '--probe'],
    packages: 'python3-requests python3-yaml python3-cerberus python3-colorlog python3-docker python3-git',
  };
}
