import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { outputs as namedOutputs, outputJson, outputValue, outputValues } from '../../../src/report/outputs.ts';
import { outputNames } from '../../support/output-names.ts';
import { anyText, HOSTILE } from './hostile.ts';
import { attempts, deployed, failed, failure, LOCKED, overview, skipped } from './runs.ts';

/** All that pipe.yml lets a user list. */
const outputs = (run: ReturnType<typeof overview>, usedBytes?: number) => namedOutputs(run, outputNames(), usedBytes);

/** The lines as later steps read them. */
function read(...given: Parameters<typeof overview>) {
  const { lines } = outputs(overview(...given));
  return Object.fromEntries(lines.map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]));
}

describe('outputs of one deployment', () => {
  test('deployed', () => {
    const values = read([
      deployed(
        { name: 'Orders (EU)' },
        attempts(
          [
            [0, 1],
            [2, 3.25],
          ],
          LOCKED,
        ),
      ),
    ]);
    expect(values).toEqual({
      APPSMITH_DEPLOY_STATUS: 'deployed',
      APPSMITH_APP_NAME: 'Orders',
      APPSMITH_APP_ID: '660427bb3927480dc0720914',
      APPSMITH_BRANCH: 'main',
      APPSMITH_DEPLOYED_AT: '2024-03-05T10:15:30.123456Z',
      APPSMITH_DEPLOY_ATTEMPTS: '2',
      APPSMITH_DEPLOY_SECONDS: '3.25',
      APPSMITH_DEPLOYED: '1',
      APPSMITH_FAILED: '0',
      APPSMITH_SKIPPED: '0',
      APPSMITH_DEPLOY_RESULTS: expect.any(String),
    });
    expect(JSON.parse(values['APPSMITH_DEPLOY_RESULTS'] as string)).toEqual([
      { name: 'Orders (EU)', app: '660427bb3927480dc0720914', branch: 'main', status: 'deployed' },
    ]);
  });

  test('failed: what only the server knows is left out', () => {
    const values = read([failed()]);
    expect(Object.keys(values)).not.toEqual(expect.arrayContaining(['APPSMITH_APP_NAME']));
    expect(Object.keys(values)).not.toEqual(expect.arrayContaining(['APPSMITH_DEPLOYED_AT']));
    expect(values).toMatchObject({
      APPSMITH_DEPLOY_STATUS: 'failed',
      APPSMITH_APP_ID: '660427bb3927480dc0720914',
      APPSMITH_BRANCH: 'main',
      APPSMITH_DEPLOY_ATTEMPTS: '1',
      APPSMITH_DEPLOY_SECONDS: '0.3',
    });
  });
});

describe('outputs of many', () => {
  test('status is deployed only when all are; each is listed with its code', () => {
    const values = read([deployed({ name: 'a' }), failed({ name: 'b' }), skipped({ name: 'c' })]);
    expect(values).toMatchObject({
      APPSMITH_DEPLOY_STATUS: 'failed',
      APPSMITH_DEPLOYED: '1',
      APPSMITH_FAILED: '1',
      APPSMITH_SKIPPED: '1',
      APPSMITH_DEPLOY_ATTEMPTS: '2',
      APPSMITH_DEPLOY_SECONDS: '48.25',
    });
    const app = '660427bb3927480dc0720914';
    expect(JSON.parse(values['APPSMITH_DEPLOY_RESULTS'] as string)).toEqual([
      { name: 'a', app, branch: 'main', status: 'deployed' },
      { name: 'b', app, branch: 'main', status: 'failed', code: 'HTTP-401' },
      { name: 'c', app, branch: 'main', status: 'skipped' },
    ]);
  });

  test('what all have in common is given, what differs is left out', () => {
    const values = read([deployed({ app: 'one' }), deployed({ app: 'two' })]);
    expect(values).toMatchObject({ APPSMITH_BRANCH: 'main', APPSMITH_APP_NAME: 'Orders' });
    expect(values['APPSMITH_APP_ID']).toBeUndefined();
  });

  test.each([
    [['2024-03-05T10:15:30.5Z', '2024-03-05T10:15:30Z'], '2024-03-05T10:15:30.5Z'],
    [['2024-03-05T10:15:30Z', '2024-03-06T00:00:00Z'], '2024-03-06T00:00:00Z'],
    [['soon', '2024-03-05T10:15:30Z', 'later'], '2024-03-05T10:15:30Z'],
    [['soon'], 'soon'],
  ])('of the times %j the latest is %s', (times, latest) => {
    const results = times.map((deployedAt) => ({ ...deployed(), receipt: { deployedAt } }));
    expect(read([...results, skipped()])['APPSMITH_DEPLOYED_AT']).toBe(latest);
  });

  test('an empty part of a plan', () => {
    const values = read([]);
    expect(values).toMatchObject({
      APPSMITH_DEPLOY_STATUS: 'nothing',
      APPSMITH_DEPLOYED: '0',
      APPSMITH_DEPLOY_RESULTS: '[]',
    });
    expect(values['APPSMITH_APP_ID']).toBeUndefined();
  });
});

describe('only what is named is handed on', () => {
  test.each([
    [['APPSMITH_BRANCH'], ['APPSMITH_BRANCH=main']],
    [
      ['APPSMITH_FAILED', 'APPSMITH_APP_NAME', 'APPSMITH_FAILED'],
      ['APPSMITH_FAILED=0', 'APPSMITH_APP_NAME=Orders'],
    ],
    [[], []],
  ])('%j', (names, lines) => {
    expect(namedOutputs(overview([deployed()]), names)).toEqual({ lines, warnings: [] });
  });

  test('a value that is not known is no line', () => {
    expect(namedOutputs(overview([failed()]), ['APPSMITH_APP_NAME', 'APPSMITH_DEPLOYED_AT']).lines).toEqual([]);
  });

  test('a list of results that is not named leaves out nothing, and warns of nothing', () => {
    const results = Array.from({ length: 2_000 }, (_, index) => failed({ name: `${'n'.repeat(60)}${index}` }));
    const { lines, warnings } = namedOutputs(overview(results), ['APPSMITH_FAILED']);
    expect({ lines, warnings }).toEqual({ lines: ['APPSMITH_FAILED=2000'], warnings: [] });
  });

  test('every name that pipe.yml has is a value of a run, and the other way round', () => {
    expect(Object.keys(outputValues(overview([deployed()])))).toEqual(outputNames());
  });
});

describe('the limit of 100,000 bytes', () => {
  const many = (count: number, make: (name: string) => ReturnType<typeof deployed | typeof failed | typeof skipped>) =>
    Array.from({ length: count }, (_, index) => make(`${'n'.repeat(60)}${index}`));
  const size = (lines: readonly string[]) => Buffer.byteLength(`${lines.join('\n')}\n`);

  test('leaves out deployed ones first, keeps the order, and warns', () => {
    const results = [...many(700, (name) => deployed({ name })), ...many(300, (name) => failed({ name }))];
    const { lines, warnings } = outputs(overview(results));
    expect(size(lines)).toBeLessThanOrEqual(100_000);
    expect(size(lines)).toBeGreaterThan(99_500);
    const listed = JSON.parse(lines.at(-1)?.slice('APPSMITH_DEPLOY_RESULTS='.length) ?? '');
    expect(listed.filter(({ status }: { status: string }) => status === 'failed')).toHaveLength(300);
    expect(listed[0]).toMatchObject({ name: `${'n'.repeat(60)}0`, status: 'deployed' });
    expect(listed.at(-1)).toMatchObject({ name: `${'n'.repeat(60)}299`, status: 'failed' });
    expect(warnings).toEqual([
      `APPSMITH_DEPLOY_RESULTS leaves out ${1000 - listed.length} of 1000 deployments, deployed ones first: ` +
        "Bitbucket takes 100 KB of output variables. REPORTS: ['json'] writes the whole list.",
    ]);
  });

  test('keeps it even when only failed and skipped ones are left', () => {
    const results = [...many(900, (name) => skipped({ name })), ...many(900, (name) => failed({ name }))];
    const { lines } = outputs(overview(results));
    expect(size(lines)).toBeLessThanOrEqual(100_000);
    const listed = JSON.parse(lines.at(-1)?.slice('APPSMITH_DEPLOY_RESULTS='.length) ?? '');
    expect(listed.every(({ status }: { status: string }) => status === 'failed')).toBe(true);
  });

  test.each([
    [60_000, ', with 60 KB from earlier commands'],
    [1, ', with 1 KB from earlier commands'],
    [0, ''],
  ])('holds with the %d bytes that others have written', (used, others) => {
    const { lines, warnings } = outputs(overview(many(700, (name) => failed({ name }))), used);
    expect(size(lines)).toBeLessThanOrEqual(100_000 - used);
    expect(size(lines)).toBeGreaterThan(99_500 - used);
    expect(warnings).toHaveLength(1);
    expect(warnings[0]).toContain(`: Bitbucket takes 100 KB of output variables${others}. `);
  });

  test('counts those bytes', () => {
    const whole = outputs(overview([failed()]));
    const room = 100_000 - size(whole.lines) - 1;
    expect(outputs(overview([failed()]), room)).toEqual(whole);
    expect(outputs(overview([failed()]), room + 1).lines.at(-1)).toBe('APPSMITH_DEPLOY_RESULTS=[]');
  });

  test('is a warning where not even the status has room, which is written all the same', () => {
    const { lines, warnings } = outputs(overview([failed()]), 99_900);
    expect(lines).toContain('APPSMITH_DEPLOY_STATUS=failed');
    expect(warnings.at(-1)).toBe(
      'The output variables are above the 100 KB that Bitbucket takes, with 100 KB from earlier commands: ' +
        'later steps may not get them.',
    );
  });

  test('says nothing when all have room', () => {
    expect(outputs(overview(many(100, (name) => failed({ name })))).warnings).toEqual([]);
  });
});

test.each(Object.entries(HOSTILE))(
  'with %s every output is one line of printable text without what a shell reads',
  (_what, text) => {
    const why = failure({ code: text });
    const given = { name: text, app: text, branch: text };
    const receipt = { applicationName: text, deployedAt: text };
    const { lines } = outputs(overview([{ ...deployed(given), receipt }, failed(given, why)]));
    expect(lines).toHaveLength(10); // the failed one has no name, so they have none in common
    for (const line of lines)
      expect(line).toMatch(
        /^APPSMITH_[A-Z_]+=[^\p{C}\s$`\\'"()&;|<>*?~!]*$|^APPSMITH_DEPLOY_RESULTS=[^\p{C}\s$`'()&;|<>*?~!]*$/u,
      );
  },
);

describe('a value', () => {
  test.each([
    ['Orders', 'Orders'],
    ['feature/ü+1#2.0', 'feature/ü+1_2.0'],
    ['2024-03-05T10:15:30.123456Z', '2024-03-05T10:15:30.123456Z'],
    ['Orders (EU)', 'Orders_EU_'],
    ['$(reboot)', '_reboot_'],
    ['a\nB=c', 'a_B=c'],
    ['注文', '注文'],
    ['', ''],
  ])('%j becomes %j', (text, value) => {
    expect(outputValue(text)).toBe(value);
  });
});

describe('JSON in a value', () => {
  test('loses nothing, and leaves out what is undefined', () => {
    const text = outputJson({ name: 'Orders (EU) $x', code: undefined, app: '注文' });
    expect(text).toBe('{"name":"Orders\\u0020\\u0028EU\\u0029\\u0020\\u0024x","app":"注文"}');
  });

  test('any text comes back as it was', () => {
    fc.assert(
      fc.property(anyText, (name) => {
        expect(JSON.parse(outputJson({ name }))).toEqual({ name });
      }),
    );
  });
});

describe('a shell that sources the file runs nothing', () => {
  test('whatever the texts are', () => {
    const folder = mkdtempSync(join(tmpdir(), 'outputs-'));
    try {
      const texts = [...Object.values(HOSTILE), 'Orders touch pwned', '~root', '* ?', ...fc.sample(anyText, 300)];
      const lines = texts.flatMap((text, index) => [
        `A${index}=${outputValue(text)}`,
        `B${index}=[${outputJson({ text })},${outputJson({ text })}]`,
      ]);
      writeFileSync(join(folder, 'variables'), `${lines.join('\n')}\n`);
      const script =
        'set -e; PATH=/bin:/usr/bin; . ./variables; eval "export $(cat variables)"; eval "X=$A0 Y=$B0"; echo "$A0"';
      for (const shell of ['/bin/sh', '/bin/bash']) {
        const said = execFileSync(shell, ['-c', script], {
          cwd: folder,
          env: { LANG: 'C.UTF-8' },
          encoding: 'utf8',
          stdio: 'pipe',
        });
        expect(said.trim()).toBe(outputValue(texts[0] as string));
      }
      expect(readdirSync(folder)).toEqual(['variables']);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
