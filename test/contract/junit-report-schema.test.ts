import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { validateXML } from 'xmllint-wasm';
import { junitReport } from '../../src/report/junit-report.ts';
import { anyText, HOSTILE } from '../unit/report/hostile.ts';
import { checked, deployed, failed, failure, findings, MIXED_RUN, overview, skipped } from '../unit/report/runs.ts';

const SCHEMA = readFileSync(join(import.meta.dirname, '../fixtures/junit.xsd'), 'utf8');

/** What xmllint (libxml2, built for WebAssembly) finds wrong with documents, by the schema. */
async function problems(...documents: readonly string[]): Promise<readonly string[]> {
  const xml = documents.map((contents, index) => ({ fileName: `${index}.xml`, contents }));
  const { errors } = await validateXML({ xml, schema: [SCHEMA] });
  return errors.map((error) => error.rawMessage);
}

function withText(text: string): string {
  const why = failure({ code: text, title: text, advice: [text], serverMessage: text, detail: text, requestId: text });
  const given = { name: text, app: text, branch: text, url: text };
  const results = [deployed(given), failed(given, why), skipped(given, text || 'no reason')];
  return junitReport(checked(findings(1, { path: text, problem: text }), results));
}

describe('junit reports are valid by the rules of the Jenkins xunit-plugin', () => {
  test.each([
    ['a mixed run', MIXED_RUN.results],
    ['nothing to deploy', []],
    ['one that was interrupted before its first attempt', [failed({}, failure({ code: 'INTERRUPTED' }), [])]],
  ])('%s', async (_what, results) => {
    expect(await problems(junitReport(overview(results)))).toEqual([]);
  });

  test('times longer than an hour', async () => {
    expect(await problems(junitReport(overview([deployed()], { durationMs: 12_345_678.9 })))).toEqual([]);
  });

  test.each(Object.entries(HOSTILE))('with %s in every text', async (_what, text) => {
    expect(await problems(withText(text))).toEqual([]);
  });

  test('with any text at all', async () => {
    const documents = fc.sample(anyText, 100).map((text) => withText(`x${text}`));
    expect(await problems(...documents)).toEqual([]);
  });

  test.each([
    ['not XML', '<testsuites>'],
    ['an <error>', junitReport(overview([failed()])).replaceAll('failure', 'error')],
    ['four decimals', junitReport(overview([failed()])).replace('time="0.300"', 'time="0.3000"')],
    ['a thousands separator', junitReport(overview([failed()])).replace('time="48.250"', 'time="48,250.1"')],
    ['a control character', junitReport(overview([failed()])).replace('Token', '\u0001')],
    ['an unknown attribute', junitReport(overview([failed()])).replace('<testcase ', '<testcase line="1" ')],
  ])('and the check refuses %s', async (_what, document) => {
    expect(await problems(document)).not.toEqual([]);
  });
});
