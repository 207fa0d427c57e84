import type { Entry, Overview } from './overview.ts';

/** Bitbucket's limit for the output variables of all commands of a step. */
const LIMIT_BYTES = 100_000;

/**
 * The named output variables of a run, for `$BITBUCKET_PIPELINES_VARIABLES_PATH`. One without a value is left out.
 * @param usedBytes what earlier commands of the step have written to that file
 * @returns lines `KEY=value`, safe to read line by line and to source
 */
export function outputs(overview: Overview, names: readonly string[], usedBytes = 0) {
  const { entries } = overview;
  const values = plainValues(overview);
  const linesWith = (results: readonly Entry[]) =>
    [...new Set(names)]
      .filter((name) => values[name] !== '')
      .map((name) => `${name}=${name === RESULTS ? resultsText(results) : outputValue(String(values[name]))}`);
  const room = LIMIT_BYTES - usedBytes - Buffer.byteLength(`${linesWith([]).join('\n')}\n`);
  const included = names.includes(RESULTS) ? fitting(entries, room) : entries;
  const others = usedBytes === 0 ? '' : `, with ${Math.ceil(usedBytes / 1_000)} KB from earlier commands`;
  const warnings: string[] = [];
  if (included.length < entries.length)
    warnings.push(
      `${RESULTS} leaves out ${entries.length - included.length} of ${entries.length} deployments, deployed ones ` +
        `first: Bitbucket takes 100 KB of output variables${others}. REPORTS: ['json'] writes the whole list.`,
    );
  if (room < 0)
    warnings.push(
      `The output variables are above the 100 KB that Bitbucket takes${others}: later steps may not get them.`,
    );
  return { lines: linesWith(included), warnings };
}

/** All output variables, by name; an unknown value is empty. The list of results has the same limit as in Bitbucket. */
export function outputValues(overview: Overview): Readonly<Record<string, string>> {
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
 * All but the list of results. Of several deployments: name, id and branch if all have the same, the sum of attempts,
 * and the latest time of deployment.
 */
function plainValues({ status, counts, seconds, entries: all }: Overview): Readonly<Record<string, string>> {
  const entries = all.filter((entry) => entry.status !== 'disabled');
  const common = (key: 'applicationName' | 'app' | 'branch') => {
    const [value = '', ...others] = new Set(entries.map((entry) => entry[key]));
    return others.length === 0 ? value : '';
  };
  return {
    APPSMITH_DEPLOY_STATUS: status,
    APPSMITH_APP_NAME: common('applicationName'),
    APPSMITH_APP_ID: common('app'),
    APPSMITH_BRANCH: common('branch'),
    APPSMITH_DEPLOYED_AT: latest(entries.map((entry) => entry.deployedAt)),
    APPSMITH_DEPLOY_ATTEMPTS: String(entries.reduce((sum, entry) => sum + entry.attempts.length, 0)),
    APPSMITH_DEPLOY_SECONDS: String(entries.length === 1 ? entries[0]?.seconds : seconds),
    APPSMITH_DEPLOYED: String(counts.deployed),
    APPSMITH_FAILED: String(counts.failed),
    APPSMITH_SKIPPED: String(counts.skipped),
  };
}

function resultsText(entries: readonly Entry[]): string {
  return `[${entries.map(resultText).join(',')}]`;
}

function resultText({ name, app, branch, status, failure }: Entry): string {
  return outputJson({ name, app, branch, status, code: failure?.code });
}

/**
 * As many entries as there is room for, in their order. Failed ones take precedence, then skipped, deployed and
 * disabled ones.
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

/** The latest of ISO 8601 times, as the server wrote it; an invalid one counts only when there is no other. */
function latest(times: readonly (string | undefined)[]): string {
  const known = times.filter((time) => time !== undefined);
  const valid = known.filter((time) => !Number.isNaN(Date.parse(time)));
  return valid.toSorted((one, other) => Date.parse(one) - Date.parse(other)).at(-1) ?? known.at(-1) ?? '';
}

/**
 * All but letters, digits and marks of any script, and characters without a meaning in shells. Even a space is unsafe:
 * `source` would run `NAME=Orders reboot` as a command.
 */
const UNSAFE = /[^\p{L}\p{M}\p{N}_./:@%+,=-]/gu;
const UNSAFE_RUN = new RegExp(`${UNSAFE.source}+`, 'gu');

/** Makes text safe as the value of an output variable: `Orders (EU)` is `Orders_EU_`. */
export function outputValue(text: string): string {
  return text.replace(UNSAFE_RUN, '_');
}

/** A JSON object on one line, equally safe: unsafe characters are written as \uXXXX. */
export function outputJson(members: Readonly<Record<string, string | undefined>>): string {
  const texts = Object.entries(members).flatMap(([key, text]) =>
    text === undefined ? [] : [`"${key}":"${text.replace(UNSAFE, escaped)}"`],
  );
  return `{${texts.join(',')}}`;
}

function escaped(char: string): string {
  return char.replace(/./gs, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
}
