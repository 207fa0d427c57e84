import { describe, expect, test } from '@jest/globals';
import { headings, problems } from './reading.ts';

describe('names and order', () => {
  const file = (...items: string[]) =>
    `defaults: {token: $T}\ndeployments:\n${items.map((item) => `  - {${item}}\n`).join('')}`;

  test.each([
    [
      'a name twice',
      ['app: a, name: A', 'app: b, name: A'],
      ['4:20 "A" is the name of the deployment on line 3 too. Rename one of them.'],
    ],
    [
      'a name that is another’s default name',
      ['app: a', 'app: b, name: a'],
      ['4:20 "a" is the name of the deployment on line 3 too. Rename one of them.'],
    ],
    [
      'a default name that is another’s name',
      ['app: b, name: a', 'app: a'],
      ['4:5 "a" is the name of the deployment on line 3 too. Rename one of them.'],
    ],
    [
      'the same twice',
      ['app: a', 'app: a'],
      ['4:5 The same app, branch and server as the deployment on line 3. Remove one of them.'],
    ],
    [
      'the same twice, the server in another spelling',
      ['app: a, name: A, url: https://a.example.com', 'app: a, name: B, url: HTTPS://A.example.com:443/'],
      ['4:5 The same app, branch and server as the deployment on line 3. Remove one of them.'],
    ],
    [
      'the same twice, once as endpoint',
      ['app: a', 'endpoint: "https://app.appsmith.com/api/v1/git/deploy/app/a?branchName=main"'],
      ['4:5 The same app, branch and server as the deployment on line 3. Remove one of them.'],
    ],
    [
      'the same twice under one name',
      ['app: a, name: A', 'app: a, name: A'],
      [
        '4:5 The same app, branch and server as the deployment on line 3. Remove one of them.',
        '4:20 "A" is the name of the deployment on line 3 too. Rename one of them.',
      ],
    ],
    ...['team@home', 'a:b'].map((name): [string, string[], string[]] => [
      `the name ${name} twice, which holds no password`,
      [`app: a, name: ${name}`, `app: b, name: ${name}`],
      [`4:20 "${name}" is the name of the deployment on line 3 too. Rename one of them.`],
    ]),
    ...['user:word@host', ':word@host'].map((name): [string, string[], string[]] => [
      `the name ${name} twice, which may hold a password`,
      [`app: a, name: "${name}"`, `app: b, name: "${name}"`],
      [
        '4:20 This name (not shown, it may hold a password) is the name of the deployment on line 3 too. ' +
          'Rename one of them.',
      ],
    ]),
    [
      'an unknown name that may hold a password, beside one that is near',
      ['app: a, name: "user:word@host"', 'app: b, after: "user:wort@host"'],
      ['4:21 There is no deployment with the name given here (not shown, it may hold a password).'],
    ],
    [
      'a name that waits for itself and may hold a password',
      ['app: a, name: "u:word@host", after: "u:word@host"'],
      [
        '3:42 The deployment of this name (not shown, it may hold a password) waits for itself. Remove the ' +
          'name from after.',
      ],
    ],
    [
      'a circle of names that may hold passwords',
      ['app: a, name: "u:word@host", after: B', 'app: b, name: B, after: "u:word@host"'],
      [
        '3:42 These deployments wait for each other in a cycle: a name (not shown, it may hold a password) → ' +
          '"B" → a name (not shown, it may hold a password). Each waits for the next: remove one of these names ' +
          'from after.',
      ],
    ],
    ['an unknown name', ['app: a', 'app: b, after: zzz'], ['4:21 There is no deployment with the name "zzz".']],
    [
      'a near name',
      ['app: orders-eu', 'app: b, after: orders-ue'],
      ['4:21 There is no deployment with the name "orders-ue". Did you mean "orders-eu"?'],
    ],
    [
      'a name in another case',
      ['app: a, name: Customers and Orders', 'app: b, after: customers AND orders'],
      ['4:21 There is no deployment with the name "customers AND orders". Did you mean "Customers and Orders"?'],
    ],
    [
      'a name with another first letter',
      ['app: orders-eu', 'app: b, after: xrders-eu'],
      ['4:21 There is no deployment with the name "xrders-eu". Did you mean "orders-eu"?'],
    ],
    [
      'a name without its first letter',
      ['app: orders-eu', 'app: b, after: rders-eu'],
      ['4:21 There is no deployment with the name "rders-eu". Did you mean "orders-eu"?'],
    ],
    [
      'a name with white space behind it',
      ['app: a, name: "Orders "', 'app: b, after: "orders"'],
      ['4:21 There is no deployment with the name "orders". Did you mean "Orders"?'],
    ],
    [
      'a name, white space behind it',
      ['app: a, name: Customers', 'app: b, after: "customers "'],
      ['4:21 There is no deployment with the name "customers". Did you mean "Customers"?'],
    ],
    [
      'an application that has two names',
      ['app: a', 'app: a, branch: x', 'app: b, after: a'],
      ['5:21 There is no deployment with the name "a".'],
    ],
    [
      'a long name',
      ['app: a', `app: b, after: ${'x'.repeat(80)}`],
      [`4:21 There is no deployment with the name "${'x'.repeat(59)}…".`],
    ],
    ['itself', ['app: a, after: a'], ['3:21 "a" waits for itself. Remove the name from after.']],
    [
      'a circle',
      ['app: a, after: b', 'app: b, after: [c]', 'app: c, after: a'],
      [
        '3:21 These deployments wait for each other in a cycle: "a" → "b" → "c" → "a". Each waits for the ' +
          'next: remove one of these names from after.',
      ],
    ],
  ])('%s', (_, items, expected) => {
    expect(headings(file(...items))).toEqual(expected);
  });

  test.each([
    [60, true],
    [61, false],
  ])('for a name of %d letters a near one is looked for: %s', (length, isFound) => {
    const name = 'x'.repeat(length - 1);
    const [heading] = headings(file(`app: a, name: ${name}y`, `app: b, after: ${name}z`));
    expect(heading?.includes('Did you mean')).toBe(isFound);
  });

  test('among the first 100 names that begin alike a near one is looked for', () => {
    const found = (count: number) => {
      const others = Array.from({ length: count }, (_, at) => `app: a${at}, name: orders-of-region-${at}`);
      const [heading] = headings(file(...others, 'app: b, name: orders-eu', 'app: c, after: orders-ue'));
      return heading?.includes('Did you mean "orders-eu"?');
    };
    expect([found(99), found(100)]).toEqual([true, false]);
  });

  test('a cycle of ten is shown whole', () => {
    const items = Array.from({ length: 10 }, (_, at) => `app: a${at}, after: a${(at + 1) % 10}`);
    expect(headings(file(...items))[0]).toContain('"a7" → "a8" → "a9" → "a0".');
  });

  test('a long circle is cut short', () => {
    const items = Array.from({ length: 50 }, (_, at) => `app: a${at}, after: a${(at + 1) % 50}`);
    expect(headings(file(...items))[0]).toContain('"a7" → "a8" → … → "a0".');
  });

  test('where a name could not be read, an unknown one may be that', () => {
    expect(headings(file('app: a, name: ""', 'app: b, after: A'))).toEqual([expect.stringContaining('name is empty')]);
    expect(headings(file('app: a a', 'app: b, after: A'))).toEqual([expect.stringContaining('app must be')]);
  });

  test('the password of an address in a name is not repeated', () => {
    const text = file('app: a, name: "https://user:secret@host"', 'app: b, name: "https://user:secret@host"');
    expect(problems(text).join('\n')).not.toContain('secret');
  });
});
