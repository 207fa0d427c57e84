import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { type CatalogueEntry, catalogue, type FailureKey } from '../../src/appsmith/failures/catalogue.ts';
import { failureOf } from '../../src/appsmith/failures/failure.ts';
import type { Names } from '../../src/deployment/deployment.ts';
import type { Failed } from '../../src/deployment/result.ts';
import { namesOfParts } from '../../src/input/plan.ts';
import { closing } from '../../src/log/closing.ts';
import { narrate } from '../../src/log/narration.ts';
import { metadata } from '../../src/manifest/manifest.ts';
import { aDeployment } from '../support/builders.ts';

/** Variables of an Appsmith server, for its administrator. */
const OF_APPSMITH = ['APPSMITH_CUSTOM_DOMAIN', 'APPSMITH_TRUSTED_PROXIES', 'APPSMITH_RATE_LIMIT'];

/** Bitbucket's log view breaks longer lines. */
const MOST_COLUMNS = 119;

const deployment = aDeployment({ name: '660427bb3927480dc0720914' });

const entries = Object.entries(catalogue).map(([key, entry]) => ({
  key: key as FailureKey,
  ...(entry as CatalogueEntry),
}));

/** All that the log says of a failure, where the user calls its parts so. */
function logLines(key: FailureKey, names: Names = deployment.names): string[] {
  const failure = failureOf({
    key,
    outcome: 'not-confirmed',
    facts: { proxy: 'HTTPS_PROXY' },
    requestId: '7f0c2a4e-1d35-4b7a-9c61-2e8f5a90b3d4',
    serverRequestId: '7f0c2a4e-1d35-4b7a-9c61-2e8f5a90b3d4',
  });
  const failed = {
    status: 'failed',
    deployment: { ...deployment, names },
    failure,
    attempts: Array(6).fill({}),
    durationMs: 754_000,
  };
  const run = { results: [failed as unknown as Failed], durationMs: 754_000 };
  const finding = { url: deployment.url, text: `${deployment.url} is up and runs Appsmith v1.66.` };
  const { lines } = closing(run as never, [finding]);
  const retrying = { type: 'retrying', attempt: 5, attempts: 6, failure, waitMs: 60_000 };
  const retry = narrate(deployment as never, retrying as never, { deployments: [deployment] } as never);
  return failure.retryable === 'no' ? [...lines] : [...lines, `WARNING: ${retry?.text}`];
}

describe('every failure', () => {
  test.each(entries)('$key has a title without a full stop', ({ title }) => {
    expect(title).toMatch(/^[A-Z].*[^.!?]$/);
  });

  test.each(entries)('$key has advice, in whole sentences', ({ advice }) => {
    expect(advice.length).toBeGreaterThan(0);
    for (const line of advice) expect(line).toMatch(/^[A-Z{].*[.?]$/);
  });

  test.each(entries)('$key fits into the columns of a log', ({ key }) => {
    const lines = [...logLines(key), ...logLines(key, namesOfParts(false, ['url', 'app', 'branch']))];
    expect(lines.filter((line) => line.length > MOST_COLUMNS)).toEqual([]);
  });

  test.each(entries)('$key leaves no placeholder open', ({ key }) => {
    expect(logLines(key).join('\n')).not.toMatch(/[{}]/);
  });

  test.each(entries)('$key names only variables that there are', ({ advice }) => {
    const names = new Set([...metadata.variables.map(({ name }) => name), ...OF_APPSMITH]);
    const named = advice.join(' ').match(/\b(?:[A-Z]+_)+[A-Z]+\b/g) ?? [];
    expect(named.filter((name) => !names.has(name))).toEqual([]);
  });

  test.each(entries)('$key has an entry in the gallery', ({ key }) => {
    expect(readFileSync('docs/gallery.md', 'utf8')).toContain(`\n### ${key}\n`);
  });
});

test('no problem of a variable in the gallery is wider than a log', () => {
  const gallery = readFileSync('docs/gallery.md', 'utf8');
  const lines = gallery.split('## Wrong variables')[1]?.split('## Failures')[0]?.split('\n') ?? [];
  expect(lines.filter((line) => line.length > MOST_COLUMNS)).toEqual([]);
  expect(lines.filter((line) => line.startsWith('- ')).length).toBeGreaterThan(10);
});
