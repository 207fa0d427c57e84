import { describe, expect, test } from '@jest/globals';
import { expectNoTrace, messages, NEIGHBOURS, problems, read, SECRET } from './reading.ts';

describe('a token in the file is never shown', () => {
  test.each([
    ['plain', `token: ${SECRET}`],
    ['in double quotes', `token: "${SECRET}"`],
    ['in single quotes', `token: '${SECRET}'`],
    ['under a quoted key', `"token": ${SECRET}`],
    ['under a quoted key, quoted', `'token': '${SECRET}'`],
    ['as a block', `token: |\n      ${SECRET}`],
    ['as a block of several lines', `token: |\n      first\n      ${SECRET}\n      name: ${SECRET}`],
    ['as a folded block', `token: >-\n      ${SECRET}\n      app: ${SECRET}`],
    ['over several plain lines', `token: first\n      ${SECRET}`],
    ['over several quoted lines', `token: "first\n      name: ${SECRET}"`],
    ['on the next line', `token:\n      ${SECRET}`],
    ['with an anchor', `token: &t ${SECRET}`],
    ['with a tag', `token: !!str ${SECRET}`],
    ['as an anchor', `token: &${SECRET} x`],
    ['as an alias', `token: *${SECRET}`],
    ['as a tag', `token: !${SECRET} x`],
    ['in a list', `token: [${SECRET}, '${SECRET}']`],
    ['in a list of lines', `token:\n      - ${SECRET}\n      - name: ${SECRET}`],
    ['in a mapping', `token: {name: ${SECRET}, ${SECRET}: x}`],
    ['as the key of a mapping', `token:\n      ${SECRET}:`],
    ['as an explicit key', `? token\n    : ${SECRET}`],
    ['with a reference in front', `token: $T${SECRET}`],
    ['with Bearer in front', `token: Bearer ${SECRET}`],
    ['with a colon in it', `token: ab: ${SECRET}`],
    ['behind a quoted text', `token: "ab" ${SECRET}`],
    ['as the header of a block', `token: | ${SECRET}`],
    ['behind a sign that begins no text', `token: @${SECRET}`],
    ['behind a backtick', `token: \`${SECRET}`],
    ['behind a percent sign', `token: %${SECRET}`],
    ['with an escape that is none', `token: "\\q${SECRET}"`],
    ['in a quote that is not closed', `token: "${SECRET}`],
    ['in a list that is not closed', `token: [${SECRET}`],
    ['twice', `token: ${SECRET}\n    token: ${SECRET}`],
    ['without a space behind the colon', `token:${SECRET}`],
    ['without a colon', `token ${SECRET}`],
    ['without a colon, indented', `  token ${SECRET}`],
    ['behind a tab', `\ttoken: ${SECRET}`],
    ['commented out', `# token: ${SECRET}`],
    ['in a comment behind', `token: $T # was ${SECRET}`],
    ['under a key with a slip', `tokn: ${SECRET}`],
    ['under a key in capitals', `TOKEN: ${SECRET}`],
    ['under a key of another kind', `password: ${SECRET}`],
    ['under an unknown key, deeper', `auth:\n      name: ${SECRET}`],
    ['as an unknown key', `${SECRET}: x`],
    ['in defaults on one line', `name: x\ndefaults: { branch: b, token: ${SECRET}, url: x }`],
    ['in an endpoint', `endpoint: https://x.example.com/api/v1/git/deploy/app/a?api-key=${SECRET}`],
    ['in a command', `branch: $(curl -b ${SECRET} x)`],
    [
      'in a curl line',
      `endpoint: >-\n      curl --header "Authorization: Bearer ${SECRET}" ` +
        'https://x.example.com/api/v1/git/deploy/app/a',
    ],
    [
      'in a curl line on one line',
      `endpoint: 'curl --header "Authorization: Bearer ${SECRET}" https://x.example.com/api/v1/git/deploy/app/a'`,
    ],
  ])('%s', (_, lines) => {
    for (const neighbour of NEIGHBOURS) {
      expectNoTrace(`deployments:\n  - name: A\n    ${lines}\n    ${neighbour}\n`);
      expectNoTrace(`deployments:\n  - name: A\n    ${neighbour}\n    ${lines}\n`);
    }
    expectNoTrace(`deployments:\n  - ${lines}\n`);
    expectNoTrace(`deployments: [{name: A, ${lines.replaceAll('\n', ' ')}, app: a b}]\n`);
    expectNoTrace(`deployments: [{name: A, app: a b, ${lines.replaceAll('\n', ' ')}}]\n`);
    expectNoTrace(lines);
  });

  test('nor where a comma makes it look like a key', () => {
    for (const secret of [SECRET, 'wombatQuokkaXylem']) {
      expectNoTrace(`deployments: [{app: a b, token:, ${secret}}]`, secret);
      expectNoTrace(`deployments: [{app: a b, token:, ${secret}, x}`, secret);
      expectNoTrace(`deployments: [{app: a b, token:, *${secret}}]`, secret);
    }
  });

  test('nor where its line is far too long', () => {
    expectNoTrace(`deployments: [{name: ${'n'.repeat(3_000)}, token: ${SECRET.repeat(400)}, app: a b}]`);
    expectNoTrace(`deployments: [{token: ${SECRET.repeat(400)}, app: a b}]`);
    expectNoTrace(`deployments: [{app: a b, token: ${SECRET.repeat(400)}`);
  });

  test('nor how long it is', () => {
    const texts = [1, 10, 60].map((times) =>
      messages(`deployments: [{token: ${SECRET.repeat(times)}, app: a b}]`).replaceAll(/:\d+ /g, ': '),
    );
    expect(new Set(texts).size).toBe(1); // but for the column of what follows
  });
});

describe('a literal token is not shown elsewhere in the file', () => {
  const places: [string, (value: string) => string][] = [
    ['name', (value) => `deployments:\n  - name: ${value}\n    app: a1\n`],
    ['app', (value) => `deployments:\n  - app: ${value}\n`],
    ['branch', (value) => `deployments:\n  - branch: ${value}\n    app: a1\n`],
    ['url', (value) => `deployments:\n  - url: ${value}\n    app: a1\n`],
    ['after', (value) => `deployments:\n  - after: ${value}\n    app: a1\n`],
    ['after, a list', (value) => `deployments:\n  - after: [${value}]\n    app: a1\n`],
    ['branch of the defaults', (value) => `defaults:\n  branch: ${value}\ndeployments:\n  - app: a1\n`],
    [
      'name, twice',
      (value) => `deployments:\n  - app: a0\n    name: ${value.replace('&t ', '')}\n  - name: ${value}\n    app: a1\n`,
    ],
  ];

  test.each(places)('under %s', (_, file) => {
    for (const secret of [SECRET, 'wombatQuokkaXylem', `${SECRET}-x`]) {
      for (const written of [secret, `"${secret}"`]) {
        expectNoTrace(`${file(`&t ${written}`)}    colour: x\n  - app: a2\n    token: *t\n`, secret);
        expectNoTrace(`${file(written)}    token: ${secret}\n    colour: x\n`, secret);
        expectNoTrace(`${file(written)}    tokn: ${secret}\n    colour: x\n`, secret);
        expectNoTrace(`${file(written)}    colour: x\n  - app: a2\n    token: '${secret}'\n`, secret);
        expectNoTrace(`${file(written)}    colour: x\n  - app: a2\n    token: |\n      ${secret}\n`, secret);
        expectNoTrace(
          `${file(written)}    colour: x\n  - app: a2\n    token: @${secret}\n    token: ${secret}\n`,
          secret,
        );
      }
    }
  });

  test('also where it was merged, or is in a list', () => {
    expectNoTrace(`deployments:\n  - &e {app: a1, name: ${SECRET}}\n  - {<<: *e, app: a2, token: [${SECRET}]}\n`);
    expectNoTrace(`deployments:\n  - &e {app: a1, token: ${SECRET}}\n  - {<<: *e, app: a2, name: ${SECRET}}\n`);
  });

  test('a reference is no token', () => {
    expect(messages('deployments:\n  - {app: a b, name: $T, token: $T}\n')).toContain('name: $T, token: ****');
  });

  test.each(['[$X]', '$X, tokn: $X', '""'])('token: %s hides no other problem', (token) => {
    expect(messages(`deployments: [{app: a, token: $X}, {app: b, token: ${token}}]`)).toContain('X: $X');
  });

  test.each([
    [
      'a reference that cannot be one',
      `deployments: [{app: a, token: $${SECRET}, name: "$${SECRET}", after: "$${SECRET}"}]`,
    ],
    ['behind YAML that cannot be read', `deployments:\n  - app: a\n    token: @${SECRET}\n    after: ${SECRET}\n`],
    [
      'on a line of its own, behind an error',
      `deployments:\n  - app: a\n    token:\n      ${SECRET}\n    branch: @x\n`,
    ],
  ])('it is masked in the log: %s', (_, text) => {
    expect(read(text).secrets.join()).toContain(SECRET);
  });

  test('what is under the next key, after an empty token, is none', () => {
    const text = 'deployments:\n  - app: a\n    token:\n    url: https://appsmith.example.com\n';
    expect(read(text).secrets).toEqual([]);
  });

  test('it is masked in the log, unless it may be the name of a variable without its $', () => {
    const masked = (token: string) => read(`deployments: [{app: a, token: "${token}"}]`).secrets;
    for (const token of [SECRET, 'Bearer abc', '12345678', `a${'b'.repeat(64)}`])
      expect(masked(token)).toEqual([token]);
    for (const token of ['ORDERS_TOKEN', 'ORDERS_TOKEN_2', 'token', '$X-x', '']) expect(masked(token)).toEqual([]);
  });
});

describe('the value of a variable that the file names is masked in the log', () => {
  const environment = {
    T: 'token-of-t',
    PADDED: ' Bearer token-of-p ',
    BROKEN: 'two words',
    UNREPLACED: '$UNREPLACED',
    CLIENT_KEY: 'key',
    CLIENT_KEY_0: 'key-0',
    PATH: '/bin',
    BITBUCKET_BRANCH: 'main',
    EMPTY: '',
    OTHER: 'not-named',
  };

  test.each([
    ['an unknown key', 'deployments: [{app: a, token: $T, bogus: 1}]', ['token-of-t']],
    ['in braces', `deployments: [{app: a, token: "\${T}", bogus: 1}]`, ['token-of-t']],
    ['a token that is refused', 'deployments: [{app: a, token: $BROKEN}]', ['two words']],
    ['a token that has to be cleaned', 'deployments: [{app: a b, token: $PADDED}]', ['token-of-p']],
    [
      'a default that no deployment uses',
      'defaults: {token: $BROKEN}\ndeployments: [{app: a b, token: $T}]',
      ['two words', 'token-of-t'],
    ],
    ['a deployment that is none', 'deployments: [[{token: $T}]]', ['token-of-t']],
    ['a key that is there twice', 'deployments: [{app: a, token: $T, token: $BROKEN}]', ['token-of-t', 'two words']],
    ['an error of YAML', 'deployments: [{app: a, token: $T', ['token-of-t']],
    ['deep nesting', `deployments: ${'['.repeat(200)}{token: $T}`, ['token-of-t']],
    [
      'variables that hold no token, or none of the file',
      'deployments: [{app: a b, token: $PATH}, {token: $BITBUCKET_BRANCH}, {token: $CLIENT_KEY}, {token: ' +
        '$CLIENT_KEY_0}, {token: $UNREPLACED}, {token: $EMPTY}, {token: $NOWHERE}]',
      [],
    ],
    ['twice the same', 'deployments: [{app: a b, token: $T}, {app: b, token: $T}]', ['token-of-t']],
  ])('whatever else is wrong: %s', (_, text, expected) => {
    expect(read(text, { environment })).toMatchObject({ problems: expect.anything(), secrets: expected });
  });
});

describe('user and password of an address are never shown', () => {
  test.each([
    `https://user:${SECRET}@x.example.com/path`,
    `https://${SECRET}:pass@x.example.com`,
    `https://${SECRET}@x.example.com`,
    `http://user:${SECRET}%40@x.example.com:8080`,
    `https://user:p@${SECRET}@x.example.com`,
    `https://user:p/${SECRET}@x.example.com`,
    `https://user:p?${SECRET}@x.example.com`,
    `https://user:p#${SECRET}@x.example.com`,
    `user:${SECRET}@x.example.com`,
    `//user:${SECRET}@x.example.com`,
    `ftp://user:${SECRET}@x.example.com`,
    `https:/user:${SECRET}@x.example.com`,
    `https://user:${SECRET}@`,
    `https://user:${SECRET}@x.example.com/api/v1/git/deploy/app/a?branchName=main`,
    `https://user:${SECRET}@x.example.com/api/v1/git/deploy/app/a?branchName=a@b`,
  ])('%s', (address) => {
    for (const written of [address, `"${address}"`, `'${address}'`, `>-\n      ${address}`, `&u "${address}"`]) {
      for (const key of ['url', 'endpoint', 'name', 'branch', 'app', 'after', 'timeout', 'ulr', 'token']) {
        for (const neighbour of NEIGHBOURS)
          expectNoTrace(`deployments:\n  - name: A\n    ${key}: ${written}\n    ${neighbour}\n`);
      }
      expectNoTrace(`defaults:\n  url: ${written}\n  colour: x\n`);
    }
    expectNoTrace(`deployments: [{url: "${address}", app: a b, after: ["${address}"]}]`);
  });

  test.each([',', ']', '}', '"', ' #', '\n'])('a password with %j in it, which ends the value', (sign) => {
    expectNoTrace(`deployments: [{url: https://user:${SECRET}${sign}rest@x.example.com, app: a b}]`);
    const user = sign.trim() === sign ? `${SECRET}${sign}rest` : SECRET;
    expectNoTrace(`deployments: [{url: https://${user}@x.example.com, app: a b}]`);
    expectNoTrace(`deployments: [{name: https://user:${SECRET}${sign}rest@x.example.com, app: a b}]`);
    expectNoTrace(`deployments:\n  - app: a b\n    url: https://user:${SECRET}${sign}rest@x.example.com\n`);
  });

  test('the rest of the address is, so that it is found', () => {
    const [problem] = problems(
      `deployments: [{url: "https://user:${SECRET}@x.example.com:8443/path", app: a, token: $T}]`,
    );
    expect(problem).toContain('{url: "https://****@x.example.com:8443/path", app: a, token: ****}');
  });

  test.each([
    ['https://x.example.com/a_b/~c', true],
    ['http://x.example.com/a', true],
    ['x.example.com', true],
    ['xhttps://x.example.com', false],
    ['https://[::1]:8080', true],
    ['x.example.com:8080/path', true],
    ['https://x.example.com/api/v1/git/deploy/app/a?branchName=feature/a', true],
    ['https://x.example.com/?token=abc', false],
    ['https://x.example.com#abc', false],
    ['https://user:pass', false],
  ])(
    'an address without any is shown as it is, unless there is more in it than place and branch: %s',
    (address, shown) => {
      expect(messages(`deployments:\n  - url: ${address}\n    colour: x\n`).includes(address)).toBe(shown);
    },
  );
});
