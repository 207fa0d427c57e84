import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { Ajv, type SchemaObject } from 'ajv';
import { readContext } from '../../src/input/context.ts';
import { jsonReport } from '../../src/report/json-report.ts';
import { HOSTILE } from '../unit/report/hostile.ts';
import {
  about,
  BUILD,
  deployed,
  failed,
  failure,
  findings,
  MIXED_RUN,
  overview,
  skipped,
} from '../unit/report/runs.ts';

const PROJECT = join(import.meta.dirname, '../..');
const read = (path: string) => readFileSync(join(PROJECT, path), 'utf8');
const schema: SchemaObject = JSON.parse(read('schemas/appsmith-deploy.schema.json'));
const ajv = new Ajv({ allErrors: true, formats: { 'date-time': /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/ } });
const validate = ajv.compile(schema);

function problems(report: unknown): unknown[] {
  validate(report);
  return validate.errors ?? [];
}

/** Every field of the schema as a dotted path, with what the schema says of it. */
function fields(node: SchemaObject, path = ''): [string, SchemaObject][] {
  const whole = { ...(node['$ref'] ? schema['definitions'][node['$ref'].split('/').at(-1)] : {}), ...node };
  const below = Object.entries<SchemaObject>(whole.properties ?? {}).flatMap(
    ([name, child]): [string, SchemaObject][] => {
      const own = path ? `${path}.${name}` : name;
      return [[own, child], ...fields(child, own)];
    },
  );
  return [...below, ...(whole.items ? fields(whole.items, `${path}[]`) : [])];
}

/** Every field that a report has, as a dotted path. */
function fieldsOf(value: unknown, path = ''): string[] {
  if (Array.isArray(value)) return value.flatMap((item) => fieldsOf(item, `${path}[]`));
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, child]) => {
    const own = path ? `${path}.${name}` : name;
    return [own, ...fieldsOf(child, own)];
  });
}

/** A run whose report has every field there is. */
function fullReport(): unknown {
  const why = failure({
    serverMessage: 'No.',
    detail: 'Seen.',
    httpStatus: 401,
    requestId: 'a',
    serverRequestId: 'b',
  });
  const env = {
    BITBUCKET_TAG: 'v1',
    BITBUCKET_DEPLOYMENT_ENVIRONMENT: 'staging',
    BITBUCKET_PARALLEL_STEP: '0',
    BITBUCKET_PARALLEL_STEP_COUNT: '2',
  };
  const and = {
    context: readContext({ ...BUILD, ...env }),
    repository: { isRefused: false, findings: findings(1) },
  };
  return JSON.parse(jsonReport(overview([deployed(), failed({}, why), skipped()], { interruptedBy: 'SIGTERM' }, and)));
}

describe('appsmith-deploy.json is valid by its published schema', () => {
  test.each([
    ['a mixed run', MIXED_RUN.results],
    ['nothing to deploy', []],
    [
      'one that was interrupted before its first attempt',
      [failed({}, failure({ code: 'INTERRUPTED', kind: 'interrupted' }), [])],
    ],
    ...Object.entries(HOSTILE).map(
      ([what, text]) => [what, [failed({ name: text }, failure({ title: text })), skipped({}, text)]] as const,
    ),
  ] as const)('%s', (_what, results) => {
    expect(problems(JSON.parse(jsonReport(overview(results))))).toEqual([]);
  });

  test('outside of Bitbucket too', () => {
    const context = readContext({});
    expect(problems(JSON.parse(jsonReport(overview([deployed()], {}, { ...about(), context }))))).toEqual([]);
  });

  test('with every field, and the schema knows no other', () => {
    const report = fullReport();
    expect(problems(report)).toEqual([]);
    expect([...new Set(fieldsOf(report))].sort()).toEqual(
      fields(schema)
        .map(([path]) => path)
        .sort(),
    );
  });

  test.each([
    ['a code on a deployed one', deployed(), { code: 'HTTP-401' }],
    ['a failed one without code', failed(), { code: undefined }],
    ['a skipped one without reason', skipped(), { reason: undefined }],
    ['a reason on a failed one', failed(), { reason: 'why' }],
    ['an attempt of a skipped one', skipped(), { attempts: 1 }],
    ['another status', deployed(), { status: 'ok' }],
  ])('and the schema refuses %s', (_what, result, change) => {
    const report = JSON.parse(jsonReport(overview([result])));
    expect(problems({ ...report, deployments: [{ ...report.deployments[0], ...change }] })).not.toEqual([]);
  });
});

describe('docs/output.md', () => {
  const page = read('docs/output.md');

  test('explains every field in the words of the schema', () => {
    for (const [path, { description }] of fields(schema)) expect(page).toContain(`| \`${path}\` | ${description} |`);
  });

  test('shows a report that is valid', () => {
    const examples = Array.from(page.matchAll(/```json\n([\s\S]*?)```/g), ([, example]) =>
      JSON.parse(example as string),
    );
    const reports = examples.filter((example) => 'deployments' in example);
    expect(reports).not.toEqual([]);
    for (const report of reports) expect(problems(report)).toEqual([]);
  });
});
