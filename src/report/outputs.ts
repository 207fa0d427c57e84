import type { Entry, Overview } from './overview.ts';

/** Bitbucket's limit for the output variables of all commands of a step. */
const LIMIT_BYTES = 100_000;

/** By name; an unknown value is empty. */
export type OutputValues = Readonly<Record<string, string>>;

export interface Outputs {
  /** `KEY=value`, safe to read line by line and to source. */
  readonly lines: readonly string[];
  readonly warnings: readonly string[];
}

/**
 * The named output variables of a run, for `$BITBUCKET_PIPELINES_VARIABLES_PATH`. One without a value is left out.
 * @param usedBytes what earlier commands of the step have written to that file
 */
export function outputs(overview: Overview, names: readonly string[], usedBytes = 0): Outputs {
  const { entries } = overview;
  const values = plainValues(overview);
  const lineOf = (name: string) => `${name}=${outputValue(String(values[name]))}`;
  const wanted = [...new Set(names)].filter((name) => name === RESULTS || values[name] !== '');
  const others = wanted.filter((name) => name !== RESULTS).map(lineOf);
  const isListed = wanted.includes(RESULTS);
  const room = LIMIT_BYTES - usedBytes - byteLength([...others, ...(isListed ? [`${RESULTS}=[]`] : [])]);
  const included = isListed ? fitting(entries, room) : entries;
  return {
    lines: wanted.map((name) => (name === RESULTS ? `${RESULTS}=${resultsText(included)}` : lineOf(name))),
    warnings: [
      ...(included.length === entries.length
        ? []
        : [leftOut(entries.length - included.length, entries.length, usedBytes)]),
      ...(room >= 0 ? [] : [tooMuch(usedBytes)]),
    ],
  };
}

/** All output variables. The list of results has the same limit as in Bitbucket. */
export function outputValues(overview: Overview): OutputValues {
  return { ...plainValues(overview), [RESULTS]: resultsText(fitting(overview.entries, LIMIT_BYTES)) };
}

/** The run as `appsmith-deploy.env`, for `. test-reports/appsmith-deploy.env` in any POSIX shell. */
export function envReport(overview: Overview): string {
  return Object.entries(outputValues(overview))
    .map(([name, value]) => `${name}='${value.replaceAll("'", "'\\''")}'\n`)
    .join('');
}

const RESULTS = 'APPSMITH_DEPLOY_RESULTS';

/**
 * All but the list of results. With several deployments, name, id and branch are given where all have the same;
 * attempts are the sum, the time of deployment is the latest.
 */
function plainValues({ status, counts, seconds, entries: all }: Overview): OutputValues {
  const entries = all.filter((entry) => entry.status !== 'disabled');
  const common = (value: (entry: Entry) => string | undefined) => same(entries.map(value)) ?? '';
  return {
    APPSMITH_DEPLOY_STATUS: status,
    APPSMITH_APP_NAME: common((entry) => entry.applicationName),
    APPSMITH_APP_ID: common((entry) => entry.app),
    APPSMITH_BRANCH: common((entry) => entry.branch),
    APPSMITH_DEPLOYED_AT: latest(entries.map((entry) => entry.deployedAt)) ?? '',
    APPSMITH_DEPLOY_ATTEMPTS: String(entries.reduce((sum, entry) => sum + entry.attempts.length, 0)),
    APPSMITH_DEPLOY_SECONDS: String(entries.length === 1 ? entries[0]?.seconds : seconds),
    APPSMITH_DEPLOYED: String(counts.deployed),
    APPSMITH_FAILED: String(counts.failed),
    APPSMITH_SKIPPED: String(counts.skipped),
  };
}

function leftOut(missing: number, total: number, usedBytes: number): string {
  return (
    `${RESULTS} leaves out ${missing} of ${total} deployments, deployed ones first: ` +
    `Bitbucket takes 100 KB of output variables${fromOthers(usedBytes)}. REPORTS: ['json'] writes the whole list.`
  );
}

function tooMuch(usedBytes: number): string {
  return (
    `The output variables are above the 100 KB that Bitbucket takes${fromOthers(usedBytes)}: later steps may ` +
    'not get them.'
  );
}

function fromOthers(usedBytes: number): string {
  return usedBytes === 0 ? '' : `, with ${Math.ceil(usedBytes / 1_000)} KB from earlier commands`;
}

function byteLength(lines: readonly string[]): number {
  return Buffer.byteLength(lines.map((line) => `${line}\n`).join(''));
}

function resultsText(entries: readonly Entry[]): string {
  return `[${entries.map(resultText).join(',')}]`;
}

function resultText({ name, app, branch, status, failure }: Entry): string {
  return outputJson({ name, app, branch, status, code: failure?.code });
}

/**
 * As many entries as there is room for, in their order: failed ones are kept first, then skipped ones, then deployed
 * ones, then disabled ones.
 */
function fitting(entries: readonly Entry[], room: number): readonly Entry[] {
  const included = new Set<Entry>();
  let left = room;
  for (const status of ['failed', 'skipped', 'deployed', 'disabled'] as const) {
    for (const entry of entries.filter((candidate) => candidate.status === status)) {
      left -= Buffer.byteLength(resultText(entry)) + 1;
      if (left >= 0) included.add(entry);
    }
  }
  return entries.filter((entry) => included.has(entry));
}

/** The value that all have; undefined when they differ. */
function same(values: readonly (string | undefined)[]): string | undefined {
  return values.every((value) => value === values[0]) ? values[0] : undefined;
}

/** The latest of ISO 8601 times, as the server wrote it; an invalid one counts only when it is alone. */
function latest(times: readonly (string | undefined)[]): string | undefined {
  const known = times.filter((time) => time !== undefined);
  return known.reduce<string | undefined>((best, time) => {
    return best === undefined || Date.parse(time) >= Date.parse(best) || Number.isNaN(Date.parse(best)) ? time : best;
  }, undefined);
}

/**
 * All but letters, digits and marks of any script, and characters without a meaning for shells. Not even a space is
 * safe: `source` would run `NAME=Orders reboot` as a command.
 */
const UNSAFE = /[^\p{L}\p{M}\p{N}_./:@%+,=-]/gu;
const UNSAFE_RUN = new RegExp(`${UNSAFE.source}+`, 'gu');

/** Makes text safe as the value of an output variable: `Orders (EU)` is `Orders_EU_`. */
export function outputValue(text: string): string {
  return text.replace(UNSAFE_RUN, '_');
}

/** A JSON object on one line, as safe, but complete: unsafe characters are written as \uXXXX. */
export function outputJson(members: Readonly<Record<string, string | undefined>>): string {
  const known = Object.entries(members).filter((member): member is [string, string] => member[1] !== undefined);
  return `{${known.map(([key, text]) => `"${key}":"${text.replace(UNSAFE, escaped)}"`).join(',')}}`;
}

function escaped(char: string): string {
  return Array.from({ length: char.length }, (_, index) => {
    return `\\u${char.charCodeAt(index).toString(16).padStart(4, '0')}`;
  }).join('');
}
