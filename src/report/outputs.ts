import { outputJson, outputValue } from './output-value.ts';
import type { Entry, Overview } from './overview.ts';

/** Bitbucket takes 100 KB of output variables, those of a step's other commands included. */
const LIMIT_BYTES = 100_000;

export interface Outputs {
  /** `KEY=value`, safe to read line by line and to source. */
  readonly lines: readonly string[];
  /** What the user should know of them. */
  readonly warnings: readonly string[];
}

/**
 * The output variables of a run, for `$BITBUCKET_PIPELINES_VARIABLES_PATH`. With several deployments, name, id and branch are given where all have
 * the same, else empty; attempts are the sum, the time of deployment is the latest.
 * @param usedBytes what earlier commands of the step have written to that file
 */
export function outputs(overview: Overview, usedBytes = 0): Outputs {
  const { status, counts, seconds, entries } = overview;
  const common = (value: (entry: Entry) => string | undefined) => outputValue(same(entries.map(value)) ?? '');
  const values = {
    APPSMITH_DEPLOY_STATUS: status,
    APPSMITH_APP_NAME: common((entry) => entry.applicationName),
    APPSMITH_APP_ID: common((entry) => entry.app),
    APPSMITH_BRANCH: common((entry) => entry.branch),
    APPSMITH_DEPLOYED_AT: outputValue(latest(entries.map((entry) => entry.deployedAt)) ?? ''),
    APPSMITH_DEPLOY_ATTEMPTS: entries.reduce((sum, entry) => sum + entry.attempts.length, 0),
    APPSMITH_DEPLOY_SECONDS: entries.length === 1 ? entries.reduce((sum, entry) => sum + entry.seconds, 0) : seconds,
    APPSMITH_DEPLOYED: counts.deployed,
    APPSMITH_FAILED: counts.failed,
    APPSMITH_SKIPPED: counts.skipped,
  };
  const lines = Object.entries(values).map(([key, value]) => `${key}=${value}`);
  const room = LIMIT_BYTES - usedBytes - Buffer.byteLength(`${lines.join('\n')}\n${RESULTS}=[]\n`);
  const kept = fitting(entries, room);
  return {
    lines: [...lines, `${RESULTS}=[${kept.map(resultText).join(',')}]`],
    warnings: [
      ...(kept.length === entries.length ? [] : [leftOut(entries.length - kept.length, entries.length, usedBytes)]),
      ...(room >= 0 ? [] : [tooMuch(usedBytes)]),
    ],
  };
}

const RESULTS = 'APPSMITH_DEPLOY_RESULTS';

function leftOut(missing: number, total: number, usedBytes: number): string {
  return (
    `${RESULTS} leaves out ${missing} of ${total} deployments, deployed ones first: ` +
    `Bitbucket takes 100 KB of output variables${fromOthers(usedBytes)}. The whole list is in appsmith-deploy.json.`
  );
}

function tooMuch(usedBytes: number): string {
  return `The output variables are above the 100 KB that Bitbucket takes${fromOthers(usedBytes)}: later steps may not get them.`;
}

function fromOthers(usedBytes: number): string {
  return usedBytes === 0 ? '' : `, with ${Math.ceil(usedBytes / 1_000)} KB from earlier commands`;
}

function resultText({ name, app, branch, status, failure }: Entry): string {
  return outputJson({ name, app, branch, status, code: failure?.code });
}

/** As many entries as there is room for, in their order: failed ones are kept first, then skipped ones, then deployed ones. */
function fitting(entries: readonly Entry[], room: number): Entry[] {
  const kept = new Set<Entry>();
  let left = room;
  for (const status of ['failed', 'skipped', 'deployed'] as const) {
    for (const entry of entries.filter((candidate) => candidate.status === status)) {
      left -= Buffer.byteLength(resultText(entry)) + 1;
      if (left >= 0) kept.add(entry);
    }
  }
  return entries.filter((entry) => kept.has(entry));
}

/** The value that all have; undefined when they differ. */
function same(values: readonly (string | undefined)[]): string | undefined {
  return values.every((value) => value === values[0]) ? values[0] : undefined;
}

/** The latest of ISO 8601 times, as the server wrote it; one that can't be read counts only when it is alone. */
function latest(times: readonly (string | undefined)[]): string | undefined {
  const known = times.filter((time) => time !== undefined);
  return known.reduce<string | undefined>((best, time) => {
    return best === undefined || Date.parse(time) >= Date.parse(best) || Number.isNaN(Date.parse(best)) ? time : best;
  }, undefined);
}
