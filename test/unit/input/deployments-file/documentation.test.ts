import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { Ajv } from 'ajv';
import { parse } from 'yaml';
import schema from '../../../../schemas/appsmith-deployments.schema.json' with { type: 'json' };
import { problems, read, specs } from './reading.ts';

const page = readFileSync(new URL('../../../../docs/deployments-file.md', import.meta.url), 'utf8');

function blocks(language: string): string[] {
  return [...page.matchAll(new RegExp(`^\`\`\`${language}\n(.*?)^\`\`\`$`, 'gms'))].map(([, text]) => text ?? '');
}

const files = blocks('yaml').filter((text) => text.includes('deployments:'));
const parts = blocks('yaml').filter((text) => text.startsWith('servers:'));
const steps = blocks('yaml').filter((text) => text.includes('pipe:'));

/** Every variable that a file names, with a value. */
function environmentFor(text: string): Record<string, string> {
  const names = [...text.matchAll(/token: \$\{?(\w+)/g)].map(([, name]) => name ?? '');
  return Object.fromEntries(names.map((name) => [name, `value-of-${name}`]));
}

describe('docs/deployments-file.md', () => {
  test('has files and a part of one, and nothing else in YAML but a step', () => {
    expect(files.length).toBeGreaterThanOrEqual(5);
    expect(files.length + parts.length + steps.length).toBe(blocks('yaml').length);
  });

  test.each(files)('this file is valid: %#', (text) => {
    expect(read(text, { environment: environmentFor(text) })).toMatchObject({
      deployments: expect.any(Array),
      notes: [],
    });
  });

  test.each(files)('an editor finds nothing wrong with it: %#', (text) => {
    const validate = new Ajv({ allErrors: true, allowUnionTypes: true, validateFormats: false }).compile(schema);
    validate(parse(text, { merge: true }));
    expect(validate.errors).toBeNull();
  });

  test('the step gives the pipe every variable that the first file names', () => {
    const [step] = steps;
    const variables = parse(step ?? '')[0].step.script[0].variables;
    expect(Object.keys(variables)).toEqual(['DEPLOYMENTS_FILE', ...Object.keys(environmentFor(files[0] ?? ''))]);
  });

  test('what it says of branches in endpoints, of names and of numbers', () => {
    const read = (part: string) => {
      const text = files.find((each) => each.includes(part)) ?? '';
      return specs(text, { environment: environmentFor(text) });
    };
    expect(read('branchName=release').map(({ branch }) => branch)).toEqual(['release', 'preview']);
    expect(read('0x10').map(({ name, app, branch, after }) => [name, app, branch, ...after])).toEqual([
      ['007', '660427000000000000000000', '1.10'],
      ['yes', '0x10', '2026-01-31', '007'],
    ]);
    expect(read('&eu').map(({ url, branch }) => [url, branch])).toEqual([
      ['https://eu.example.com', 'release-7'],
      ['https://eu.example.com', 'release-7'],
      ['https://us.example.com', 'release-7'],
    ]);
    const app = '660427bb3927480dc0720914';
    const named = (...rest: string[]) =>
      specs(`defaults: {token: $T}\ndeployments: [${rest.map((each) => `{app: ${app}${each}}`).join(', ')}]`)[0]?.name;
    const shown = [
      named(''),
      named('', ', branch: x'),
      named(', url: https://eu.example.com', ', url: https://us.example.com'),
    ];
    for (const name of shown) expect(page).toContain(`| \`${name}\` |`);
  });

  test('the error that it shows is the one that is shown', () => {
    const text = 'deployments:\n  - name: Orders\n    app: 660427bb3927480dc0720914\n    tokn: abc\n    branch: main\n';
    expect(blocks('text')).toEqual(problems(text).map((problem) => `${problem}\n`));
  });

  test('every key is in its table', () => {
    for (const key of Object.keys(schema.definitions.deployment.properties))
      expect(page).toMatch(new RegExp(`^\\| \`${key}\` \\|`, 'm'));
  });
});

describe('schemas/appsmith-deployments.schema.json', () => {
  test('is a valid draft-07 schema', () => {
    expect(new Ajv({ allowUnionTypes: true }).validateSchema(schema)).toBe(true);
  });

  test('explains every key to an editor', () => {
    for (const definition of Object.values(schema.definitions)) {
      expect(definition.title).toMatch(/^[A-Z]/);
      expect(definition.description).toMatch(/\.$/);
    }
    for (const property of Object.values(schema.properties)) expect(property.description).toMatch(/\.$/);
  });

  const validate = new Ajv({ allErrors: true, allowUnionTypes: true, validateFormats: false }).compile(schema);

  test.each(parts)('takes the part of a file that the page shows: %#', (part) => {
    const text = `${part}deployments: [{app: a, url: https://us.example.com, token: $T}]\n`.replace(/^ +ca:.*\n/m, '');
    expect(validate(parse(text))).toBe(true);
    const environment = Object.fromEntries([...text.matchAll(/\$(\w+)/g)].map(([, name]) => [name, 'value-of-it']));
    const places = read(text, { environment }).problems.map((problem) => problem.split('\n', 1)[0]);
    // Only the values of the variables are none: they are no certificate and no key.
    for (const place of places) expect(place).toMatch(/client-(certificate|key) is neither PEM nor base64 of PEM/);
    expect(places).toHaveLength(2);
  });

  test('agrees with the reader', () => {
    const texts: readonly (readonly [string, boolean])[] = [
      ['{app: a, token: $T}', true],
      ['{app: 110, branch: 1.10, name: 5, token: $T, timeout: 0.5, after: []}', true],
      ['{endpoint: "https://x.example.com/api/v1/git/deploy/app/a?branchName=b", token: $T}', true],
      ['{token: $T}', false],
      ['{app: a b, token: $T}', false],
      ['{app: a, endpoint: "https://x.example.com/api/v1/git/deploy/app/a", token: $T}', false],
      ['{app: a, token: literal}', false],
      ['{app: a, token: $T, timeout: 0}', false],
      ['{app: a, token: $T, timeout: 3601}', false],
      ['{app: a, token: $T, branch: $B}', false],
      ['{app: a, token: $T, branch: ~}', false],
      ['{app: a, token: $T, after: {}}', false],
      ['{app: a, token: $T, colour: x}', false],
      ['{app: a, token: $T, enabled: false}', true],
      ['{app: a, token: $T, enabled: no}', false],
      ['{app: a, token: $T, server: {proxy: none, headers: {X-A: $T}}}', true],
      ['{app: a, token: $T, server: {headers: {X-A: literal}}}', false],
      ['{app: a, token: $T, server: {client-key: literal}}', false],
    ];
    for (const [item, sound] of texts) {
      const text = `deployments: [${item}]`;
      expect([item, validate(parse(text))]).toEqual([item, sound]);
      expect([item, read(text).problems.length === 0]).toEqual([item, sound]);
    }
  });
});
