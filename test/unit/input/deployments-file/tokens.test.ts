import { describe, expect, test } from '@jest/globals';
import { headings, problems } from './reading.ts';

describe('tokens', () => {
  test.each([
    [
      's3cr3t',
      `token must be a reference to a variable and nothing else: $NAME or \${NAME}. Store the token itself in ` +
        'a secured variable',
    ],
    ['Bearer $T', 'token must be a reference'],
    ['$T-x', 'token must be a reference'],
    ['$', 'token must be a reference'],
    ['$1', 'token must be a reference'],
    ['"${T"', 'token must be a reference'],
    ['"$T "', 'token must be a reference'],
    ['"$T\\n"', 'token must be a reference'],
    ['$${T}', 'token must be a reference'],
    [`\${T:-x}`, 'token must be a reference'],
    ['12345', 'token must be a reference'],
    ['[$T]', 'token must be a reference'],
    ['{T: x}', 'token must be a reference'],
    ['', 'token is empty.'],
    ['~', 'token is empty.'],
    [
      '$BITBUCKET_STEP_OIDC_TOKEN',
      'BITBUCKET_STEP_OIDC_TOKEN is set by Bitbucket or the machine and holds no token for Appsmith.',
    ],
    ['$PATH', 'PATH is set by Bitbucket or the machine'],
    [
      '$CLIENT_KEY',
      'CLIENT_KEY is a variable of the pipe itself and cannot serve as a token here. Store the token in a ' +
        'secured variable with another name',
    ],
    ['$BEARER_TOKEN', 'BEARER_TOKEN is a variable of the pipe itself'],
    ['$SPACED', 'The variable SPACED has white space inside.'],
    ['$UNREPLACED', 'The variable UNREPLACED is a reference that Bitbucket did not replace.'],
    [
      '$zq9Xw7Kv3Rt5',
      'token must be the name of a variable with $ in front. There is no such variable (it is not shown',
    ],
    ['$a1', 'token must be the name of a variable'],
    [`$${'A'.repeat(65)}`, 'token must be the name of a variable'],
    ['$Odd4Name', 'The variable Odd4Name has white space'],
    ['$EXAMPLE', 'The variable EXAMPLE is a placeholder from an example.'],
  ])('%s', (written, message) => {
    const environment = {
      T: 't',
      PATH: '/bin',
      CLIENT_KEY: 'key',
      BEARER_TOKEN: 'x',
      SPACED: 'a b',
      Odd4Name: 'a b',
      UNREPLACED: '$UNREPLACED',
      EXAMPLE: '<token>',
      BITBUCKET_STEP_OIDC_TOKEN: 'x',
    };
    expect(headings(`deployments:\n  - app: a\n    token: ${written}\n`, { environment })).toEqual([
      expect.stringContaining(`3:12 ${message}`),
    ]);
  });

  test('missing variables are all reported at once, with the lines to add', () => {
    const text =
      'deployments:\n  - {app: a, token: $FIRST}\n  - {app: b, token: $SECOND}\n  - {app: c, token: $FIRST}\n ' +
      ' - {app: d, token: $toString}\n  - {app: e, token: $BLANK}\n';
    const all = problems(text, { environment: { SECOND: '', BLANK: ' \n' } });
    expect(headings(text, { environment: { SECOND: '', BLANK: ' \n' } }).slice(0, -1)).toEqual([
      '2:21 The variable FIRST is not set for the pipe, or is empty.',
      '3:21 The variable SECOND is not set for the pipe, or is empty.',
      '5:21 The variable toString is not set for the pipe, or is empty.',
      '6:21 The variable BLANK is not set for the pipe, or is empty.',
    ]);
    expect(all.at(-1)).toMatch(
      /^Add the missing variables to the pipe in bitbucket-pipelines\.yml\.\nEach must exist, secured/,
    );
    expect(all.at(-1)?.split('\n').slice(2)).toEqual([
      '  variables:',
      '    FIRST: $FIRST',
      '    SECOND: $SECOND',
      '    toString: $toString',
      '    BLANK: $BLANK',
    ]);
  });

  test.each(['orders_token', 'TOKEN2', 'ordersToken', 'eu_1', 'X'])('a missing variable is named: %s', (name) => {
    const text = `deployments: [{app: a, token: $${name}}]`;
    expect(headings(text)[0]).toContain(`The variable ${name} is not set`);
  });

  test('of 2,000 missing variables all lines are shown', () => {
    const items = Array.from({ length: 2_000 }, (_, at) => `  - {app: a${at}, token: $T${at}}\n`);
    const all = problems(`deployments:\n${items.join('')}`);
    expect(all).toHaveLength(52);
    expect(all[50]).toBe('appsmith-deployments.yml: 1950 more problems are not shown. Fix these first.');
    expect(all[51]?.split('\n')).toHaveLength(2_003);
    expect(all[51]).toMatch(/\n {4}T1999: \$T1999$/);
  });

  test('of more the first lines are shown, so that the log stays below 400 kB', () => {
    const items = Array.from({ length: 5_000 }, (_, at) => `  - {app: a${at}, token: $${'T'.repeat(60)}${at}}\n`);
    const all = problems(`deployments:\n${items.join('')}`);
    expect(all[51]?.split('\n').slice(-2)).toEqual([expect.stringContaining('T1999'), '    … and 3000 more']);
    expect(all.join('\n').length).toBeLessThan(350_000);
  });
});
