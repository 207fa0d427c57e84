import { readBaseUrl, readEndpoint } from '../appsmith/endpoint.ts';
import { isLoopback } from '../http/proxy.ts';
import { printable } from '../text/printable.ts';
import type { Context } from './context.ts';
import { defaultNames } from './default-names.ts';
import { pastedParts } from './pasted-parts.ts';
import type { DeploymentSpec } from './plan.ts';
import { isUnfilled } from './references.ts';
import { readToken } from './token.ts';
import type { Notice, Problem, VariablesReading } from './variables.ts';

/** The deployments that are asked for, or what is wrong with them. */
export interface SpecsReading {
  /** Empty when there are problems. */
  readonly specs: readonly DeploymentSpec[];
  readonly problems: readonly Problem[];
  readonly notices: readonly Notice[];
  readonly secrets: readonly string[];
}

/** A variable that may be a list. An item that was refused stands in its place as undefined. */
interface Column<T> {
  readonly name: string;
  readonly items: readonly (T | undefined)[];
}

/**
 * Reads the deployments from APPSMITH_URL, APP_ID, BRANCH, BEARER_TOKEN or DEPLOY_ENDPOINT. Lists are of one length, or of length 1 and then repeated.
 * Variables that the schema refused already are absent here, and are no further problem.
 */
export function specsFromVariables(reading: VariablesReading, context: Context): SpecsReading {
  const desk = new Desk(reading);
  const { values } = reading;
  const tokens = desk.tokens();
  const endpoints = desk.read('DEPLOY_ENDPOINT', values.DEPLOY_ENDPOINT, readEndpoint);
  const urls = desk.read('APPSMITH_URL', values.APPSMITH_URL, readBaseUrl);
  const apps: Column<string> = { name: 'APP_ID', items: values.APP_ID ?? [] };
  const branches: Column<string> = { name: 'BRANCH', items: values.BRANCH ?? [] };

  const pasted = reading.given.has('DEPLOY_ENDPOINT');
  const count = desk.commonLength([endpoints, urls, apps, branches, tokens]);
  const rows = Array.from({ length: count }, (_, row) => {
    const endpoint = item(endpoints, row);
    if (pasted && endpoint === undefined) return {}; // refused, so what it would have said is not known
    const given = item(branches, row);
    const place = endpoint
      ? { ...endpoint, pasted: pastedParts(endpoint, given) }
      : { baseUrl: item(urls, row), app: item(apps, row) };
    const url = reading.given.has('APPSMITH_URL') ? item(urls, row) : undefined;
    desk.checkAgainst(endpoint, url, item(apps, row), row);
    const branch = desk.branch(given, endpoint?.branch, context, row);
    return { ...place, branch, token: item(tokens, row) };
  });
  return desk.finish(rows, pasted ? endpoints.name : apps.name);
}

function item<T>({ items }: Column<T>, row: number): T | undefined {
  return items.length === 1 ? items[0] : items[row];
}

/** Collects what is wrong, and what is to be said. */
class Desk {
  readonly #reading: VariablesReading;
  readonly #problems: Problem[] = [];
  readonly #notices: Notice[] = [];
  readonly #secrets: string[] = [];

  constructor(reading: VariablesReading) {
    this.#reading = reading;
  }

  read<T>(
    name: string,
    items: readonly string[] | undefined,
    reader: (text: string, at: number) => { value: T } | { problem: string },
  ): Column<T> {
    const values = (items ?? []).map((text, at) => {
      const result = reader(text, at);
      if ('value' in result) return result.value;
      this.#problem(this.#nameOf(name, at), result.problem);
      return undefined;
    });
    return { name, items: values };
  }

  tokens(): Column<string> {
    return this.read('BEARER_TOKEN', this.#reading.values.BEARER_TOKEN, (text, at) => {
      const result = readToken(text);
      if ('problem' in result) return result;
      const { token, notes } = result.value;
      this.#secrets.push(token);
      const name = this.#nameOf('BEARER_TOKEN', at);
      this.#notices.push(...notes.map((note): Notice => ({ level: 'warning', text: `${name} ${note}` })));
      return { value: token };
    });
  }

  /** How many deployments the lists make; 0 when they do not fit together, or one is not there. */
  commonLength(columns: readonly Column<unknown>[]): number {
    const lengths = columns
      .map(({ name, items }) => ({ name, length: items.length }))
      .filter(({ length }) => length > 0);
    const longest = Math.max(0, ...lengths.map(({ length }) => length));
    const tokensOnly = lengths.every(({ name, length }) => name === 'BEARER_TOKEN' || length === 1) && longest > 1;
    if (tokensOnly) {
      this.#problem(
        'BEARER_TOKEN',
        `holds ${longest} tokens, or one that is broken over lines. One application needs one token`,
      );
      return 0;
    }
    if (lengths.every(({ length }) => length === 1 || length === longest)) return longest;
    const told = lengths.map(({ name, length }) => `${name} ${length}`).join(', ');
    for (const { name, length } of lengths.filter((each) => each.length !== 1 && each.length !== longest)) {
      this.#problem(name, `has ${length} items. All lists must have the same length, or one item: ${told}`);
    }
    return 0;
  }

  /** Variables beside DEPLOY_ENDPOINT may repeat what it says, not contradict it. */
  checkAgainst(
    endpoint: { baseUrl: string; app: string } | undefined,
    url: string | undefined,
    app: string | undefined,
    row: number,
  ): void {
    if (endpoint === undefined) return;
    if (url !== undefined && url !== endpoint.baseUrl) {
      this.#problem(
        this.#itemOf('APPSMITH_URL', row),
        'is another server than DEPLOY_ENDPOINT names. Drop one of the two',
      );
    }
    if (app !== undefined && app !== endpoint.app) {
      this.#problem(
        this.#itemOf('APP_ID', row),
        'is another application than DEPLOY_ENDPOINT names. Drop one of the two',
      );
    }
  }

  branch(
    given: string | undefined,
    pasted: string | undefined,
    { branch, tag }: Context,
    row: number,
  ): string | undefined {
    if (given !== undefined && pasted !== undefined && given !== pasted) {
      this.#notices.push({
        level: 'info',
        text: `BRANCH ${given} is used instead of ${pasted}, which DEPLOY_ENDPOINT names.`,
      });
    }
    const written = given ?? pasted;
    if (written !== undefined && written !== branch && isUnfilled(written)) {
      this.#problem(
        this.#itemOf(given === undefined ? 'DEPLOY_ENDPOINT' : 'BRANCH', row),
        `names the branch ${printable(written, 60)}, in which something was not replaced. ` +
          'Check that the variable exists, or write the branch',
      );
    }
    const result = written ?? branch;
    const { given: variables } = this.#reading;
    if (result === undefined && !variables.has('BRANCH') && !variables.has('DEPLOYMENTS_FILE'))
      this.#problem('BRANCH', missingBranch(tag));
    return result;
  }

  /** @param list the variable that lists the applications */
  finish(
    rows: readonly {
      baseUrl?: string | undefined;
      app?: string | undefined;
      branch?: string | undefined;
      token?: string | undefined;
      pasted?: NonNullable<DeploymentSpec['pasted']>;
    }[],
    list: string,
  ): SpecsReading {
    const whole = rows.flatMap(({ baseUrl, app, branch, token, ...more }) =>
      baseUrl === undefined || app === undefined || branch === undefined || token === undefined
        ? []
        : [{ baseUrl, app, branch, token, ...more }],
    );
    const sound = this.#problems.length === 0;
    const seen = new Map<string, number>();
    for (const [at, { baseUrl, app, branch }] of whole.entries()) {
      const key = JSON.stringify([baseUrl, app, branch]);
      const first = seen.get(key);
      if (first !== undefined && sound)
        this.#problem(list, `lists ${app} twice for the branch ${branch} of ${baseUrl} (items ${first} and ${at})`);
      seen.set(key, at);
    }
    const names = defaultNames(whole);
    const timeoutMs = this.#reading.values.TIMEOUT * 1_000;
    const specs = whole.map((row, at) => ({ ...row, name: names[at] as string, timeoutMs, after: [] }));
    return {
      specs: this.#problems.length === 0 ? specs : [],
      problems: unique(this.#problems),
      notices: [...this.#notices, ...plainHttpNotices(specs)],
      secrets: this.#secrets,
    };
  }

  /** The item of a list, or the one that every row repeats. */
  #itemOf(variable: string, row: number): string {
    return this.#nameOf(variable, this.#reading.itemNames[variable]?.length === 1 ? 0 : row);
  }

  #nameOf(variable: string, at: number): string {
    return String(this.#reading.itemNames[variable]?.[at]);
  }

  #problem(variable: string, message: string): void {
    this.#problems.push({ variable, message: message.endsWith('.') ? message : `${message}.` });
  }
}

function missingBranch(tag: string | undefined): string {
  const why =
    tag === undefined ? 'BITBUCKET_BRANCH is empty' : `the tag ${tag} is built, and a tag build has no branch`;
  return `required field, since ${why}. Set BRANCH to the branch that Appsmith should pull, for example main.`;
}

function unique(problems: readonly Problem[]): Problem[] {
  return [...new Map(problems.map((problem) => [JSON.stringify(problem), problem])).values()];
}

/** A warning for each server that the token would travel to in the open. */
export function plainHttpNotices(specs: readonly Pick<DeploymentSpec, 'baseUrl'>[]): Notice[] {
  const open = new Set(
    specs.map(({ baseUrl }) => baseUrl).filter((url) => url.startsWith('http:') && !isLoopback(new URL(url).hostname)),
  );
  return [...open].map((url) => ({
    level: 'warning',
    text: `${url} is plain http: anyone on the way can read the token. Use https if the server has it.`,
  }));
}
