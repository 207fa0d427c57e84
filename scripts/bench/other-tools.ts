import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import type { Candidate, Skipped } from './candidate.ts';
import { ROW } from './names.ts';

/** A candidate that not every machine has. */
interface OtherTool {
  readonly candidate: Candidate;
  /** Arguments of a call that succeeds where the candidate can be run. */
  readonly probe: readonly string[];
  /** Debian's packages that bring it. */
  readonly packages: string;
}

/** What people use instead of the pipe, as far as this machine has it. */
export function otherTools({ http, https, bundle }: { http: string; https: string; bundle: string }): {
  there: Candidate[];
  skipped: Skipped[];
} {
  const tools = [
    curl('curl, http', "the line of Appsmith's guide", http),
    curl('curl, https', '', https, '--cacert', bundle),
    standIn(ROW.standIn, "a pipe in Python: the imports of Atlassian's toolkit, and one POST", { URL: `${http}/` }),
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
