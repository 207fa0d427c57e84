import { expect, test } from '@jest/globals';
import { CONNECT } from '../../../src/http/connect.ts';
import { LOOKUP } from '../../../src/http/names.ts';
import { DRY_RUN_PROBE_MS } from '../../../src/run/dry-run.ts';
import { PROBE_MS } from '../../../src/run/probe-servers.ts';
import { CHECK_MS } from '../../../src/run/version-check.ts';

/** For an answer, when there is a connection. */
const ANSWER_MS = 1_000;

test.each([
  ['a dry run', DRY_RUN_PROBE_MS],
  ['the probe of a server after a failure', PROBE_MS],
  ['the question for a newer version', CHECK_MS],
])('%s has time for an answer though the first name server and the first address are dead', (_, budget) => {
  expect(budget).toBeGreaterThan(LOOKUP.nameServerMs + CONNECT.addressMs + ANSWER_MS);
});

test('the time to connect is enough for the longest look-up and three dead addresses', () => {
  expect(CONNECT.totalMs).toBeGreaterThan(LOOKUP.totalMs + 3 * CONNECT.addressMs);
});

test('IPv6 addresses that come later do not cost the time of a name server', () => {
  expect(LOOKUP.laterMs).toBeLessThan(LOOKUP.nameServerMs);
});
