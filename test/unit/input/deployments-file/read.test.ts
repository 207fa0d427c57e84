import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { stringify } from 'yaml';
import { isBranchName } from '../../../../src/appsmith/branch.ts';
import { holds } from '../../../support/property.ts';
import { read, specs } from './reading.ts';

describe('what a file says', () => {
  test('the example of the documentation', () => {
    const text = `
defaults: { url: https://appsmith.example.com, branch: main, timeout: 300 }
deployments:
  - name: Orders (EU)
    app: 660427bb3927480dc0720914
    token: $ORDERS_TOKEN
  - name: Orders (US)
    url: https://us.appsmith.example.com/
    app: 660427bb3927480dc0720915
    branch: release
    timeout: 0.5
    token: \${ORDERS_US_TOKEN}
    after: Orders (EU)
  - name: Intake
    endpoint: https://x.example.com/p/api/v1/git/deploy/app/intake?branchName=feature/a&b
    token: $T
    after: [Orders (EU), Orders (US), Orders (EU)]
`;
    expect(read(text)).toMatchObject({
      problems: [],
      deployments: [
        {
          name: 'Orders (EU)',
          app: '660427bb3927480dc0720914',
          url: 'https://appsmith.example.com',
          branch: 'main',
          token: 'token-eu',
          timeoutMs: 300_000,
          after: [],
        },
        {
          name: 'Orders (US)',
          app: '660427bb3927480dc0720915',
          url: 'https://us.appsmith.example.com',
          branch: 'release',
          token: 'token-us',
          timeoutMs: 500,
          after: ['Orders (EU)'],
        },
        {
          name: 'Intake',
          app: 'intake',
          url: 'https://x.example.com/p',
          branch: 'feature/a&b',
          names: { url: '`endpoint`', app: '`endpoint`', branch: '`endpoint`', token: '`token`' },
          token: 'token-of-t',
          timeoutMs: 300_000,
          after: ['Orders (EU)', 'Orders (US)'],
        },
      ],
      secrets: ['token-eu', 'token-us', 'token-of-t'],
      notes: [],
    });
  });

  test.each([
    ['the pipe', '', '', { branch: 'main', url: 'https://app.appsmith.com', timeoutMs: 300_000 }],
    [
      'defaults',
      'branch: d, url: https://d.example.com, timeout: 2',
      '',
      { branch: 'd', url: 'https://d.example.com', timeoutMs: 2_000 },
    ],
    [
      'the deployment itself',
      'branch: d, url: https://d.example.com, timeout: 2',
      ', branch: o, url: https://o.example.com, timeout: 3',
      { branch: 'o', url: 'https://o.example.com', timeoutMs: 3_000 },
    ],
  ])('branch, url and timeout from %s', (_, defaults, own, expected) => {
    expect(specs(`defaults: {${defaults}}\ndeployments: [{app: a, token: $T${own}}]`)).toMatchObject([expected]);
  });

  test.each([
    ['its own branch overrides the one in it', ', branch: own', '?branchName=pasted', 'own'],
    ['nothing else does', '', '?branchName=pasted', 'pasted'],
    ['defaults serve where it names none', '', '', 'from-defaults'],
  ])('endpoint: %s', (_, own, query, branch) => {
    const endpoint = `https://x.example.com/api/v1/git/deploy/app/a${query}`;
    const text =
      'defaults: {branch: from-defaults, url: https://other.example.com}\ndeployments: [{endpoint: ' +
      `'${endpoint}', token: $T${own}}]`;
    expect(specs(text)).toMatchObject([{ branch, url: 'https://x.example.com', app: 'a' }]);
  });

  test('endpoint may be the whole curl line that Appsmith shows', () => {
    const line =
      "curl --location --request POST 'https://x.example.com/api/v1/git/deploy/app/a?branchName=main' --header " +
      "'Authorization: Bearer <bearer token>'";
    expect(specs(`deployments:\n  - endpoint: >-\n      ${line}\n    token: $T\n`)).toMatchObject([
      { app: 'a', branch: 'main' },
    ]);
  });

  test('a token of the defaults serves every deployment without its own', () => {
    const text = 'defaults: {token: $T}\ndeployments: [{app: a}, {app: b, token: $ORDERS_TOKEN}]';
    expect(specs(text).map(({ token }) => token)).toEqual(['token-of-t', 'token-eu']);
    expect(read('defaults: {token: $T}\ndeployments: [{app: a}, {app: b}]')).toMatchObject({ secrets: ['token-of-t'] });
  });

  test('defaults without anything in it are none', () => {
    expect(specs('defaults:\ndeployments: [{app: a, token: $T}]')).toHaveLength(1);
  });

  test('a token is cleaned as BEARER_TOKEN is, with a note that names the variable, once', () => {
    const text = `deployments: [{app: a, token: $T}, {app: b, token: "\${T}"}]`;
    const reading = read(text, { environment: { T: ' Bearer abcdefgh ' } });
    expect(reading).toMatchObject({
      deployments: [{ token: 'abcdefgh' }, { token: 'abcdefgh' }],
      secrets: ['abcdefgh'],
      notes: [
        expect.stringMatching(/^The variable T has white space/),
        expect.stringMatching(/^The variable T starts with "Bearer"/),
      ],
    });
    expect(JSON.stringify(Object.entries(reading).filter(([key]) => key === 'notes'))).not.toContain('abcdefgh');
  });
});

describe('values are taken as written', () => {
  test.each([
    ['branch', '1.10', '1.10'],
    ['branch', '1e3', '1e3'],
    ['branch', '0x10', '0x10'],
    ['branch', '0o17', '0o17'],
    ['branch', '007', '007'],
    ['branch', 'yes', 'yes'],
    ['branch', 'No', 'No'],
    ['branch', 'TRUE', 'TRUE'],
    ['branch', '2026-01-02', '2026-01-02'],
    ['branch', '"null"', 'null'],
    ['branch', "'yes'", 'yes'],
    ['branch', '!!str 5', '5'],
    ['branch', '>-\n      main', 'main'],
    ['app', '660427000000000000000000', '660427000000000000000000'],
    ['app', '6604e27', '6604e27'],
    ['app', '00', '00'],
    ['app', 'on', 'on'],
    ['name', 'true', 'true'],
    ['name', '1_000', '1_000'],
    ['name', '-0', '-0'],
    ['name', '"null"', 'null'],
    ['name', '"tab and\\x20space "', 'tab and space '],
    ['name', '__proto__', '__proto__'],
    ['name', 'Größe 🚀', 'Größe 🚀'],
  ])('%s: %s', (key, written, value) => {
    const rest = key === 'app' ? '' : '    app: a\n';
    expect(specs(`deployments:\n  - ${key}: ${written}\n${rest}    token: $T\n`)).toMatchObject([{ [key]: value }]);
  });

  test('also with %YAML 1.1, where yes is true and 0777 octal', () => {
    const text = '%YAML 1.1\n---\ndeployments:\n  - {app: 0777, branch: yes, token: $T}\n';
    expect(specs(text)).toMatchObject([{ app: '0777', branch: 'yes' }]);
  });

  test.each([
    ['5', 5_000],
    ['0.05', 50],
    ['1e2', 100_000],
    ['0x10', 16_000],
    ['3600', 3_600_000],
  ])('timeout: %s is a number of seconds', (written, timeoutMs) => {
    expect(specs(`deployments: [{app: a, token: $T, timeout: ${written}}]`)[0]?.timeoutMs).toBeCloseTo(timeoutMs);
  });

  test('after names a number as it is written', () => {
    const text = 'deployments: [{app: a, name: 1.10, token: $T}, {app: b, token: $T, after: [1.10]}]';
    expect(specs(text)).toMatchObject([{}, { after: ['1.10'] }]);
  });
});

describe('names', () => {
  test.each([
    ['the application', '{app: a}, {app: b}', ['a', 'b']],
    [
      'with the branch where two have one application',
      '{app: a}, {app: a, branch: x}, {app: b}',
      ['a (main)', 'a (x)', 'b'],
    ],
    [
      'with the host where the branch is the same too',
      '{app: a, url: https://eu.example.com}, {app: a, url: https://us.example.com}',
      ['a (main) @ eu.example.com', 'a (main) @ us.example.com'],
    ],
    [
      'with the scheme where even the host is the same',
      '{app: a, url: http://eu.example.com}, {app: a, url: https://eu.example.com}',
      ['a (main) @ http://eu.example.com', 'a (main) @ https://eu.example.com'],
    ],
    ['a name of its own leaves the other the short one', '{app: a, name: A}, {app: a, branch: x}', ['A', 'a']],
  ])('%s', (_, deployments, names) => {
    const text = `defaults: {token: $T}\ndeployments: [${deployments}]`;
    expect(specs(text).map(({ name }) => name)).toEqual(names);
  });

  test('after may use a default name', () => {
    const text = 'defaults: {token: $T}\ndeployments: [{app: a}, {app: a, branch: x, after: a (main)}]';
    expect(specs(text)).toMatchObject([{}, { after: ['a (main)'] }]);
  });
});

describe('anchors, aliases and merges', () => {
  test('one anchor serves 1,000 deployments', () => {
    const items = Array.from({ length: 1_000 }, (_, at) => `  - {app: a${at}, token: *token, branch: *branch}\n`);
    const text = `defaults: {token: &token $T, branch: &branch release}\ndeployments:\n${items.join('')}`;
    const deployments = specs(text);
    expect(deployments).toHaveLength(1_000);
    expect(deployments[999]).toMatchObject({ app: 'a999', token: 'token-of-t', branch: 'release' });
  });

  test('<< merges a mapping; what is written out wins, of several the first', () => {
    const text = `
defaults: &eu { url: https://eu.example.com, token: $T, branch: eu }
deployments:
  - &first { app: a, branch: one, timeout: 1 }
  - { <<: *eu, app: b, branch: own }
  - { <<: [*first, *eu], app: c }
  - { app: d, <<: {branch: inline, token: $ORDERS_TOKEN} }
`;
    expect(specs(text)).toMatchObject([
      { app: 'a', branch: 'one', url: 'https://eu.example.com' },
      { app: 'b', branch: 'own', url: 'https://eu.example.com', token: 'token-of-t' },
      { app: 'c', branch: 'one', url: 'https://eu.example.com', timeoutMs: 1_000 },
      { app: 'd', branch: 'inline', token: 'token-eu' },
    ]);
  });

  test('a later anchor of the same name replaces the earlier one', () => {
    const text = 'defaults: {token: $T}\ndeployments: [{app: &x a}, {app: &x b}, {app: c, branch: *x}]';
    expect(specs(text)).toMatchObject([{}, {}, { branch: 'b' }]);
  });
});

/** Branch names that Git allows. */
const branchName = fc
  .string({ unit: 'grapheme', minLength: 1, maxLength: 20 })
  .filter((text) => isBranchName(text) && !/^\$\w+$|^<[^<>]*>$|\$[{(]/.test(text));
const displayName = fc
  .string({ unit: 'grapheme', minLength: 1, maxLength: 30 })
  .filter((text) => /^[^\s\p{Cc}][^\p{Cc}]*$/u.test(text));

test('whatever a program writes as YAML is read as it was meant', () => {
  const deployment = fc.record(
    {
      name: displayName,
      app: fc.stringMatching(/^[A-Za-z0-9_-]{1,24}$/),
      branch: branchName,
      url: fc.webUrl({ validSchemes: ['https'] }).map((url) => new URL(url).origin),
      timeout: fc.double({ min: 0.001, max: 3_600, noNaN: true }),
    },
    { requiredKeys: ['name', 'app'] },
  );
  const plan = fc.uniqueArray(deployment, {
    selector: ({ name }) => name,
    minLength: 1,
    maxLength: 5,
  });
  holds(plan, fc.constantFrom('BLOCK', 'FLOW'), fc.boolean(), (deployments, style, json) => {
    const keyed = deployments.map((each, at) => ({
      ...each,
      app: `${at}${each.app}`,
      token: '$T',
      after: deployments.slice(0, at).map(({ name }) => name),
    }));
    const file = { deployments: keyed };
    const text = json
      ? JSON.stringify(file)
      : stringify(file, {
          collectionStyle: style === 'FLOW' ? 'flow' : 'any',
          lineWidth: 0,
          aliasDuplicateObjects: false,
        });
    expect(specs(text)).toMatchObject(
      keyed.map(({ name, app, branch = 'main', url = 'https://app.appsmith.com', timeout = 300, after }) => ({
        name,
        app,
        branch,
        url,
        timeoutMs: timeout * 1_000,
        token: 'token-of-t',
        after,
      })),
    );
  });
});
