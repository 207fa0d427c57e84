import { type Endpoint, readBaseUrl, readEndpoint } from '../appsmith/endpoint.ts';
import type { Deployment } from '../deployment/deployment.ts';
import { isLoopback } from '../http/proxy.ts';
import { printable } from '../text/printable.ts';
import { findUnreplaced, unreplacedProblem, withoutCommands } from '../text/references.ts';
import type { Remarks } from '../text/remarks.ts';
import type { Context } from './context.ts';
import type { Findings } from './findings.ts';
import { completeDeployment, defaultNames, pastedParts, repetitions, type Target } from './plan.ts';
import { readToken } from './token.ts';
import type { Variables } from './variables.ts';

/** A variable that may be a list. An item that was refused is undefined. */
interface Column<T> {
  readonly name: string;
  readonly items: readonly (T | undefined)[];
}

/**
 * Reads the deployments from the variables. Lists have the same length, or one item that is repeated.
 * A variable that the schema refused is absent here, and no second problem.
 */
export function deploymentsFromVariables(
  variables: Variables,
  context: Context,
  findings: Findings,
): readonly Deployment[] {
  return new Rows(variables, context, findings).deployments();
}

/** Each row of the lists is a deployment. */
class Rows {
  readonly #variables: Variables;
  readonly #context: Context;
  readonly #findings: Findings;
  #valid = true;

  constructor(variables: Variables, context: Context, findings: Findings) {
    this.#variables = variables;
    this.#context = context;
    this.#findings = findings;
  }

  deployments(): readonly Deployment[] {
    const { values, given } = this.#variables;
    const tokens = this.#read('BEARER_TOKEN', values.BEARER_TOKEN, readToken);
    const endpoints = this.#read('DEPLOY_ENDPOINT', values.DEPLOY_ENDPOINT, readEndpoint);
    const urls = this.#read('APPSMITH_URL', values.APPSMITH_URL, readBaseUrl);
    const apps: Column<string> = { name: 'APP_ID', items: values.APP_ID ?? [] };
    const branches: Column<string> = { name: 'BRANCH', items: values.BRANCH ?? [] };
    const pasted = given.has('DEPLOY_ENDPOINT');

    const rows = Array.from({ length: this.#commonLength([endpoints, urls, apps, branches, tokens]) }, (_, row) => {
      const endpoint = item(endpoints, row);
      if (pasted && endpoint === undefined) return {}; // refused, so its parts are not known
      const [url, app, branch] = [item(urls, row), item(apps, row), item(branches, row)];
      if (endpoint !== undefined)
        this.#compare(endpoint, { url: given.has('APPSMITH_URL') ? url : undefined, app }, row);
      return {
        ...(endpoint === undefined ? { url, app } : { ...endpoint, pasted: pastedParts(endpoint, branch) }),
        branch: this.#branch(branch, endpoint?.branch, row),
        ofBuild: branch === undefined && endpoint?.branch === undefined,
        token: item(tokens, row),
      };
    });
    const whole = rows.filter(isWhole);
    if (this.#valid) this.#findRepetitions(whole, pasted ? endpoints.name : apps.name);
    const names = defaultNames(whole);
    const timeoutMs = values.TIMEOUT * 1_000;
    const deployments = whole.map((row, at) =>
      completeDeployment({ ...row, name: names[at] as string, timeoutMs, after: [], fromFile: false }),
    );
    warnOfPlainHttp(deployments, this.#findings);
    return this.#valid ? deployments : [];
  }

  #read<T>(
    name: string,
    texts: readonly string[] | undefined,
    reader: (text: string, remarks: Remarks) => T | undefined,
  ): Column<T> {
    const items = (texts ?? []).map((text, at) => {
      const value = reader(text, this.#findings.about(this.#nameOf(name, at)));
      if (value === undefined) this.#valid = false;
      return value;
    });
    return { name, items };
  }

  /** How many deployments there are; 0 when the lists differ in length. */
  #commonLength(columns: readonly Column<unknown>[]): number {
    const lengths = columns
      .map(({ name, items }) => ({ name, length: items.length }))
      .filter(({ length }) => length > 0);
    const longest = Math.max(0, ...lengths.map(({ length }) => length));
    const tokensOnly = lengths.every(({ name, length }) => name === 'BEARER_TOKEN' || length === 1) && longest > 1;
    if (tokensOnly) {
      this.#problem(
        'BEARER_TOKEN',
        `holds ${longest} tokens, or one that is split over several lines. One application needs one token`,
      );
      return 0;
    }
    if (lengths.every(({ length }) => length === 1 || length === longest)) return longest;
    const all = lengths.map(({ name, length }) => `${name} ${length}`).join(', ');
    for (const { name, length } of lengths.filter((each) => each.length !== 1 && each.length !== longest)) {
      this.#problem(
        name,
        `has ${length} items. All lists must have the same length, or one item: ${all}. A list is written ` +
          `${name}: ['a', 'b'], or as text with one item on each line`,
      );
    }
    return 0;
  }

  /** Other variables may repeat what DEPLOY_ENDPOINT says, not contradict it. */
  #compare(
    endpoint: Endpoint,
    beside: { readonly url: string | undefined; readonly app: string | undefined },
    row: number,
  ): void {
    if (beside.url !== undefined && beside.url !== endpoint.url)
      this.#problem(
        this.#itemOf('APPSMITH_URL', row),
        'conflicts with DEPLOY_ENDPOINT, which names another server. Remove one of them',
      );
    if (beside.app !== undefined && beside.app !== endpoint.app)
      this.#problem(
        this.#itemOf('APP_ID', row),
        'conflicts with DEPLOY_ENDPOINT, which names another application. Remove one of them',
      );
  }

  #branch(given: string | undefined, pasted: string | undefined, row: number): string | undefined {
    const { branch, tag } = this.#context;
    if (given !== undefined && pasted !== undefined && given !== pasted)
      this.#findings.notice('info', `BRANCH ${given} is used instead of ${pasted}, which DEPLOY_ENDPOINT names.`);
    const written = given ?? pasted;
    const unreplaced = written === undefined || written === branch ? undefined : findUnreplaced(written);
    if (unreplaced !== undefined) {
      const isPlain = unreplaced.written === `$${unreplaced.name}` && !unreplaced.whole;
      const name = this.#itemOf(given === undefined ? 'DEPLOY_ENDPOINT' : 'BRANCH', row);
      this.#problem(
        name,
        `names the branch ${printable(withoutCommands(String(written)), 60)}: it ` +
          `${unreplacedProblem(unreplaced)}${isPlain ? OF_THAT_NAME : ''}`,
      );
    }
    const result = written ?? branch;
    const { given: variables } = this.#variables;
    if (result === undefined && !variables.has('BRANCH') && !variables.has('DEPLOYMENTS_FILE'))
      this.#problem('BRANCH', missingBranch(tag));
    return result;
  }

  /** @param list the variable that lists the applications */
  #findRepetitions(targets: readonly Target[], list: string): void {
    for (const [at, before] of repetitions(targets)) {
      const { url, app, branch } = targets[at] as Target;
      this.#problem(list, `lists ${app} twice for the branch ${branch} of ${url} (items ${before + 1} and ${at + 1})`);
    }
  }

  /** The item of a list, or the one that every row repeats. */
  #itemOf(variable: string, row: number): string {
    return this.#nameOf(variable, this.#variables.itemNames[variable]?.length === 1 ? 0 : row);
  }

  #nameOf(variable: string, at: number): string {
    return String(this.#variables.itemNames[variable]?.[at]);
  }

  #problem(variable: string, message: string): void {
    this.#valid = false;
    this.#findings.problem(variable, message);
  }
}

function item<T>({ items }: Column<T>, row: number): T | undefined {
  return items.length === 1 ? items[0] : items[row];
}

type Whole = Target & Pick<Deployment, 'token'>;

function isWhole(row: { readonly [K in keyof Whole]?: Whole[K] | undefined }): row is Whole {
  return row.url !== undefined && row.app !== undefined && row.branch !== undefined && row.token !== undefined;
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
