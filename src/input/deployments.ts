import { readBaseUrl, readEndpoint } from '../appsmith/endpoint.ts';
import type { Deployment } from '../deployment/deployment.ts';
import { isLoopback } from '../http/proxy.ts';
import type { VariableValues } from '../manifest/variable-values.generated.ts';
import { printable } from '../text/printable.ts';
import { findUnreplaced, unreplacedProblem, withoutCommands } from '../text/references.ts';
import type { Remarks } from '../text/remarks.ts';
import type { Context } from './context.ts';
import type { Findings } from './findings.ts';
import { completeDeployment, defaultNames, pastedParts, repetitions, type Target } from './plan.ts';
import { readToken } from './token.ts';
import type { Variables } from './variables.ts';

const LISTS = ['DEPLOY_ENDPOINT', 'APPSMITH_URL', 'APP_ID', 'BRANCH', 'BEARER_TOKEN'] as const;
type List = (typeof LISTS)[number];

/**
 * Reads the deployments from the variables, one for each row of the lists. A list of one item has it in every row.
 * A variable that the schema refused is absent here, and not reported again.
 */
export function deploymentsFromVariables(
  variables: Variables,
  context: Context,
  findings: Findings,
): readonly Deployment[] {
  const { values, given, itemNames } = variables;
  const problemsBefore = findings.problems.length;
  const about = (list: string, row: number) => findings.about(String(itemOf(itemNames[list], row)));
  const read = <T>(list: List, reader: (text: string, remarks: Remarks) => T | undefined) =>
    values[list]?.map((text, row) => reader(text, about(list, row)));
  const tokens = read('BEARER_TOKEN', readToken);
  const endpoints = read('DEPLOY_ENDPOINT', readEndpoint);
  const urls = read('APPSMITH_URL', readBaseUrl);

  const targets: TargetWithToken[] = [];
  const rows = commonLength(values, findings);
  for (let row = 0; row < rows; row += 1) {
    const endpoint = itemOf(endpoints, row);
    if (given.has('DEPLOY_ENDPOINT') && endpoint === undefined) continue; // refused, so its parts are not known
    const [url, app, branch] = [itemOf(urls, row), itemOf(values.APP_ID, row), itemOf(values.BRANCH, row)];
    if (endpoint !== undefined) {
      // Other variables may repeat the endpoint, not contradict it.
      const conflict = (part: string) => `conflicts with DEPLOY_ENDPOINT, which names ${part}. Remove one of them`;
      if (given.has('APPSMITH_URL') && url !== undefined && url !== endpoint.url)
        about('APPSMITH_URL', row).problem(conflict(endpoint.url));
      if (app !== undefined && app !== endpoint.app) about('APP_ID', row).problem(conflict(endpoint.app));
      if (branch !== undefined && endpoint.branch !== undefined && branch !== endpoint.branch)
        findings.notice('info', `BRANCH ${branch} is used instead of ${endpoint.branch}, which DEPLOY_ENDPOINT names.`);
    }
    const written = branch ?? endpoint?.branch;
    checkBranch(written, context, about(branch === undefined ? 'DEPLOY_ENDPOINT' : 'BRANCH', row));
    const target = { url, app, ...endpoint, branch: written ?? context.branch, token: itemOf(tokens, row) };
    // The file's own branches are not known when DEPLOYMENTS_FILE was refused.
    if (target.branch === undefined && !given.has('BRANCH') && !given.has('DEPLOYMENTS_FILE'))
      findings.problem('BRANCH', missingBranch(context.tag));
    const origin = { pasted: pastedParts(endpoint, branch), ofBuild: written === undefined };
    if (isComplete(target)) targets.push({ ...target, ...origin });
  }
  warnOfPlainHttp(targets, findings);
  if (findings.problems.length === problemsBefore)
    for (const [at, earlier] of repetitions(targets)) {
      const { url, app, branch } = targets[at] as Target;
      const message = `lists ${app} twice for the branch ${branch} of ${url} (items ${earlier + 1} and ${at + 1})`;
      findings.problem(given.has('DEPLOY_ENDPOINT') ? 'DEPLOY_ENDPOINT' : 'APP_ID', message);
    }
  if (findings.problems.length > problemsBefore) return [];
  const names = defaultNames(targets);
  const timeoutMs = values.TIMEOUT * 1_000;
  return targets.map((target, at) =>
    completeDeployment({ ...target, name: names[at] as string, timeoutMs, after: [], fromFile: false }),
  );
}

/** The item of a row; the only item of a list is in every row. Undefined when it was refused, or there is no list. */
function itemOf<T>(items: readonly T[] = [], row: number): T | undefined {
  return items.length === 1 ? items[0] : items[row];
}

/** How many deployments there are; 0 when the lists differ in length. */
function commonLength(values: VariableValues, findings: Findings): number {
  const lengths = LISTS.map((name) => ({ name, length: values[name]?.length ?? 0 })).filter(({ length }) => length > 0);
  const longest = Math.max(0, ...lengths.map(({ length }) => length));
  const several = lengths.filter(({ length }) => length > 1);
  if (several.length > 0 && several.every(({ name }) => name === 'BEARER_TOKEN')) {
    findings.problem(
      'BEARER_TOKEN',
      `holds ${longest} tokens, or one that is split over several lines. One application needs one token`,
    );
    return 0;
  }
  const differing = several.filter(({ length }) => length !== longest);
  const all = lengths.map(({ name, length }) => `${name} ${length}`).join(', ');
  for (const { name, length } of differing)
    findings.problem(
      name,
      `has ${length} items. All lists must have the same length, or one item: ${all}. A list is written ` +
        `${name}: ['a', 'b'], or as text with one item on each line`,
    );
  return differing.length === 0 ? longest : 0;
}

type TargetWithToken = Target & Pick<Deployment, 'token'>;

function isComplete(
  target: {
    readonly [K in keyof TargetWithToken]?: TargetWithToken[K] | undefined;
  },
): target is TargetWithToken {
  return [target.url, target.app, target.branch, target.token].every((part) => part !== undefined);
}

/** @param branch undefined when it is the one of the build */
function checkBranch(branch: string | undefined, context: Context, remarks: Remarks): void {
  const unreplaced = branch === undefined || branch === context.branch ? undefined : findUnreplaced(branch);
  if (unreplaced === undefined) return;
  const isPlain = unreplaced.written === `$${unreplaced.name}` && !unreplaced.whole;
  remarks.problem(
    `names the branch ${printable(withoutCommands(String(branch)), 60)}: it ` +
      `${unreplacedProblem(unreplaced)}${isPlain ? OF_THAT_NAME : ''}`,
  );
}

/** Git allows a dollar sign in the name of a branch. */
const OF_THAT_NAME = ' If the branch has that name, write it in a deployments file, where a branch is taken literally.';

function missingBranch(tag: string | undefined): string {
  const why =
    tag === undefined ? 'BITBUCKET_BRANCH is empty' : `the tag ${tag} is built, and a tag build has no branch`;
  return `required field, since ${why}. Set BRANCH to the branch that Appsmith should pull, for example main.`;
}

export function warnOfPlainHttp(deployments: readonly Pick<Deployment, 'url'>[], findings: Findings): void {
  const open = new Set(
    deployments.map(({ url }) => url).filter((url) => url.startsWith('http:') && !isLoopback(new URL(url).hostname)),
  );
  for (const url of open)
    findings.notice(
      'warning',
      `${url} is plain http: anyone on the network can read the token. Use https if the server has it.`,
    );
}
