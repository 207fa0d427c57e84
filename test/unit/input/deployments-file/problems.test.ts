import { describe, expect, test } from '@jest/globals';
import { headings, problems, read } from './reading.ts';

/** A file with one deployment, the given lines in it. */
function one(...lines: string[]): string {
  return `deployments:\n  - token: $T\n${lines.map((line) => `    ${line}\n`).join('')}`;
}

describe('the shape of the file', () => {
  test.each([
    ['an empty file', '', '1:1 The file is empty. The file must hold the key deployments:'],
    ['only a comment', '# nothing yet\n', '1:1 The file is empty.'],
    ['only a document start', '---\n', '1:4 The file is empty.'],
    ['a text', 'hello\n', '1:1 The file must hold the key deployments:'],
    ['a list', '- app: a\n', '1:1 The file must hold the key deployments:'],
    ['no deployments', 'defaults: {branch: x}\n', '1:1 The file must hold the key deployments:'],
    ['deployments without any', 'deployments:\n', '1:13 deployments must be a list of at least one deployment'],
    ['an empty list', 'deployments: []\n', '1:14 deployments must be a list of at least one deployment'],
    [
      'a mapping instead of a list',
      'deployments: {app: a}\n',
      '1:14 deployments must be a list of at least one deployment',
    ],
    [
      'a text in the list',
      'deployments:\n  - token:$T\n',
      '2:5 A deployment must hold keys, such as app: and token:. Is there a space after each colon?',
    ],
    ['an empty item', 'deployments:\n  -\n', '2:4 A deployment must hold keys'],
    [
      'defaults that are a list',
      'defaults: []\ndeployments: [{app: a, token: $T}]\n',
      '1:11 defaults must hold keys, any of url, branch, token and timeout.',
    ],
    [
      'two documents',
      'deployments: [{app: a, token: $T}]\n---\na: b\n',
      '2:1 The file holds more than one YAML document.',
    ],
    [
      'a second document that is empty',
      'deployments: [{app: a, token: $T}]\n---\n',
      '2:1 The file holds more than one YAML document.',
    ],
  ])('%s', (_, text, heading) => {
    expect(headings(text)).toEqual([expect.stringContaining(heading)]);
  });

  test('one document may begin with --- and end with ...', () => {
    expect(read('---\ndeployments: [{app: a, token: $T}]\n...\n')).toMatchObject({ deployments: [{ app: 'a' }] });
  });
});

describe('keys', () => {
  test.each([
    [
      'tokn: x',
      'Unknown key "tokn" in a deployment. Did you mean token? Allowed keys: name, app, url, branch, endpoint, token, timeout, after, server, enabled.',
    ],
    ['brnach: x', 'Did you mean branch?'],
    ['Branch: x', 'Did you mean branch?'],
    ['app_id: x', 'Did you mean app?'],
    ['BEARER_TOKEN: x', 'Did you mean token?'],
    ['depends-on: x', 'Did you mean after?'],
    [
      'colour: x',
      'Unknown key "colour" in a deployment. Allowed keys: name, app, url, branch, endpoint, token, timeout, after, server, enabled.',
    ],
    ['a1b2c3d4: x', 'Unknown key (not shown, it may be a secret) in a deployment'],
    ['"": x', 'Unknown key (not shown, it may be a secret) in a deployment'],
    ['__proto__: x', 'Unknown key "__proto__" in a deployment'],
    ['constructor: x', 'Unknown key "constructor" in a deployment'],
    ['"<<": x', 'Unknown key (not shown'],
  ])('%s', (line, message) => {
    expect(headings(one('app: a', line))).toEqual([expect.stringMatching(/^4:5 /)]);
    expect(headings(one('app: a', line))[0]).toContain(message);
    expect(headings(one('app: a', line))[0]?.includes('Did you mean')).toBe(message.includes('Did you mean'));
  });

  test('unknown ones at the top and in defaults', () => {
    const text = 'default: {}\ndefaults: {app: a, tokens: b}\ndeployments: [{app: a, token: $T}]\n';
    expect(headings(text)).toEqual([
      '1:1 Unknown key "default" at the top. Did you mean defaults? Allowed keys: defaults, servers, deployments.',
      '2:12 Unknown key "app" in defaults. Allowed keys: url, branch, token, timeout.',
      '2:20 Unknown key "tokens" in defaults. Did you mean token? Allowed keys: url, branch, token, timeout.',
    ]);
  });

  test('a key of prototypes changes no object', () => {
    const text =
      '__proto__: {polluted: true}\nconstructor: {prototype: {polluted: true}}\ndeployments: [{__proto__: {app: a}, token: $T}]\n';
    expect(headings(text)).toHaveLength(4);
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
  });

  test.each([
    [
      'deployments:\n  - app: a\n    token: $T\n    app: b\n',
      ['4:5 The key "app" appears twice in the same mapping. Keep one.'],
    ],
    [
      'deployments: [{app: a, token: $T}]\ndeployments: []\n',
      ['2:1 The key "deployments" appears twice in the same mapping. Keep one.'],
    ],
    [
      'defaults: {url: "https://a.example.com", "url": x}\ndeployments: [{app: a, token: $T}]\n',
      ['1:42 The key "url" appears twice in the same mapping. Keep one.'],
    ],
    [
      'deployments:\n  - &a {app: a, token: $T}\n  - &b {app: b, token: $T}\n  - {<<: *a, <<: *b, app: c}\n',
      ['4:14 The key << appears twice in the same mapping. Keep one: <<: [*one, *other] merges several mappings.'],
    ],
    [
      'deployments:\n  - &a {app: a, token: $T}\n  - {<<: , <<: *a, app: c}\n',
      [
        '3:10 The key << takes a mapping, or a list of mappings, mostly as aliases: <<: *name.',
        '3:12 The key << appears twice',
      ],
    ],
  ])('duplicates: %j', (text, expected) => {
    expect(headings(text)).toEqual(expected.map((heading) => expect.stringContaining(heading)));
  });

  test('a key of deployments is not offered where it cannot stand', () => {
    expect(headings('defaults: {app_id: a}\ndeployments: [{app: a, token: $T}]\n')).toEqual([
      '1:12 Unknown key "app_id" in defaults. Allowed keys: url, branch, token, timeout.',
    ]);
  });

  test('a key with a slip beside the right one hides nothing', () => {
    const text = `defaults: {token: $T, url: https://a.example.com}
deployments:
  - {app: a, branch: x, brnch: y}
  - {app: a, branch: x}
`;
    expect(headings(text).map((heading) => heading.slice(0, 20))).toEqual([
      '3:25 Unknown key "br',
      '4:5 The same app, br',
    ]);
  });

  test('a name with a slip in its key may be the one that another waits for', () => {
    const text = 'deployments:\n  - {app: b, nmae: B, token: $T}\n  - {app: c, token: $T, after: B}\n';
    expect(headings(text)).toEqual([expect.stringContaining('Did you mean name?')]);
  });

  test('a slip in a key is told once, not as a missing key besides', () => {
    expect(headings('deployments:\n  - ap: a\n    tokn: $T\n')).toEqual([
      expect.stringContaining('Did you mean app?'),
      expect.stringContaining('Did you mean token?'),
    ]);
    expect(headings('defaults: {tokn: $T}\ndeployments: [{app: a}]\n')).toEqual([
      expect.stringContaining('Did you mean token?'),
    ]);
    expect(headings('deployment: [{app: a}]\n')).toEqual([expect.stringContaining('Did you mean deployments?')]);
    expect(headings('deployments: [{endpont: x, token: $T}]\n')).toEqual([
      expect.stringContaining('Did you mean endpoint?'),
    ]);
  });

  test('a slip in name, branch or url is not taken for their absence', () => {
    const text = `deployments:
  - {app: a, brnch: x, token: $T}
  - {app: a, branhc: y, token: $T}
  - {app: b, nmae: B, token: $T}
  - {app: c, token: $T, after: B}
  - {app: a, ulr: https://x.example.com, token: $T}
`;
    expect(headings(text).map((heading) => heading.replace(/Unknown key "(\w+)".*/, '$1'))).toEqual([
      '2:14 brnch',
      '3:14 branhc',
      '4:14 nmae',
      '6:14 ulr',
    ]);
  });

  test('neither app nor endpoint, no token', () => {
    expect(headings('deployments:\n  - name: A\n')).toEqual([
      '2:5 This deployment needs app:, the id of the application, or endpoint: as Appsmith shows it.',
      '2:5 This deployment has no token. Set token: $NAME here or in defaults, with the name of a variable that holds the token.',
    ]);
  });

  test('endpoint excludes app and url', () => {
    const endpoint = 'endpoint: https://x.example.com/api/v1/git/deploy/app/a';
    expect(headings(one('app: a', 'url: https://x.example.com', endpoint))).toEqual([
      expect.stringMatching(/^3:5 endpoint already contains app\. Remove app/),
      expect.stringMatching(/^4:5 endpoint already contains url\. Remove url/),
    ]);
  });

  test('no branch anywhere', () => {
    const defaults = { url: 'https://a.example.com', branch: undefined, timeoutSeconds: 1 };
    expect(headings('deployments:\n  - {app: a, token: $T}\n', { defaults })).toEqual([
      expect.stringMatching(
        /^2:5 This deployment has no branch\. Set branch: here or in defaults, .*BRANCH for the pipe\. A tag build/,
      ),
    ]);
  });

  test('an address of the pipe that has a problem is told by who read it; deployments that need it are left out', () => {
    const defaults = { url: undefined, branch: 'main', timeoutSeconds: 1 };
    expect(
      read('deployments: [{app: a, token: $T}, {app: b, url: https://b.example.com, token: $T}]', { defaults }),
    ).toMatchObject({
      deployments: [{ app: 'b' }],
    });
  });
});

describe('values', () => {
  test.each([
    ['app: a b', '3:10 app must be the bare id: letters, digits, - and _ only.'],
    ['app: 1.5', '3:10 app must be the bare id'],
    ['app: аpp', '3:10 app must be the bare id'],
    [
      'app: [a]',
      '3:10 app must be one value, not a list. Make each its own deployment. A text that begins with [ needs quotes.',
    ],
    ['app: ""', '3:10 app is empty. Give it a value, or remove the key.'],
    ['app: $APP', '3:10 References to variables are replaced in token only. Write the app itself.'],
    ['app:', '3:9 app is empty. Give it a value, or remove the key. If you mean the text null or ~, put it in quotes.'],
    ['app: ~', '3:10 app is empty.'],
    ['app: null', '3:10 app is empty.'],
    ['app: NULL', '3:10 app is empty.'],
  ])('%s', (line, heading) => {
    expect(headings(one(line))).toEqual([expect.stringContaining(heading)]);
  });

  test.each([
    ['name: ~', '4:11 name is empty.'],
    ['name: ""', '4:11 name is empty. Give it a value, or remove the key.'],
    ['name: "  "', '4:11 name is empty. Give it a value, or remove the key.'],
    ['name: " A"', '4:11 name must be one line of up to 200 characters that does not begin with white space.'],
    ['name: "A\\nB"', '4:11 name must be one line'],
    [`name: ${'x'.repeat(201)}`, '4:11 name must be one line'],
    ['name: {a: b}', '4:11 name must be one value, not a mapping. A text that begins with { needs quotes.'],
    ['name:\n      - a', '5:7 name must be one value, not a list.'],
    ['branch: [a, b]', '4:13 branch must be one value, not a list. Make each its own deployment.'],
    ['branch: a b', '4:13 branch must be a valid Git branch name'],
    [
      'branch: release-${VERSION}',
      '4:13 The branch is a placeholder, or contains a reference, and references are not replaced here',
    ],
    ['branch: "<branch>"', '4:13 The branch is a placeholder'],
    ['branch: "a\\tb"', '4:13 branch must be a valid Git branch name'],
    ['branch: "a:b"', '4:13 branch must be a valid Git branch name'],
    ['branch: ""', '4:13 branch is empty. Give it a value, or remove the key.'],
    [
      'branch: $BITBUCKET_BRANCH',
      '4:13 References to variables are replaced in token only. Write the branch itself, or omit branch: BRANCH is deployed then, or the branch of the build.',
    ],
    ['branch: null', '4:13 branch is empty.'],
    ['url: 5', '4:10 url has no scheme. Write https:// in front of it'],
    ['url: []', '4:10 url must be one value, not a list.'],
    ['timeout: [5]', '4:14 timeout must be a number'],
    ['url: us.example.com', '4:10 url has no scheme. Write https:// in front of it: https://us.example.com.'],
    ['url: ftp://x.example.com', '4:10 url must start with https://'],
    [
      `url: \${APPSMITH_URL}`,
      '4:10 References to variables are replaced in token only. Write the url itself, or omit url and set APPSMITH_URL for the pipe.',
    ],
    [
      'url: https://x.example.com/api/v1/git/deploy/app/a',
      '4:10 url is the whole endpoint. Set it as endpoint:, or remove /api and all that follows.',
    ],
    ['timeout: 0', '4:14 timeout must be a number of seconds above 0 and up to 3600'],
    ['timeout: -1', '4:14 timeout must be a number'],
    ['timeout: 3600.5', '4:14 timeout must be a number'],
    ['timeout: .inf', '4:14 timeout must be a number'],
    ['timeout: .nan', '4:14 timeout must be a number'],
    ['timeout: 5m', '4:14 timeout must be a number'],
    ['timeout: "5"', '4:14 timeout must be a number'],
    ['timeout:', '4:13 timeout is empty.'],
    ['after: {a: b}', '4:12 after must be the name of a deployment, or a list of names.'],
    ['after: [~]', '4:13 after must be the name of a deployment, or a list of names.'],
    ['after: [[a]]', '4:13 after must be the name of a deployment, or a list of names.'],
    ['after:', '4:11 after is empty.'],
    ['after: ""', '4:12 after is empty. Set it to the name of a deployment, or remove it.'],
    ['after: " "', '4:12 after is empty. Set it to the name of a deployment, or remove it.'],
    ['after: [""]', '4:13 after is empty. Set it to the name of a deployment, or remove it.'],
  ])('%s', (line, heading) => {
    expect(headings(one('app: a', line))).toEqual([expect.stringContaining(heading)]);
  });

  test.each([
    ['endpoint: ""', '3:15 endpoint is empty. Give it a value, or remove the key.'],
    ['endpoint: $ENDPOINT', '3:15 References to variables are replaced in token only. Write the endpoint itself.'],
    ['endpoint: https://x.example.com', '3:15 endpoint is not an endpoint. Copy it from Appsmith'],
    [
      'endpoint: https://x.example.com/api/v1/git/deploy/app/a?branchName=a&api-key=k',
      '3:15 endpoint contains api-key=, a secret. Remove it here. If it was committed, it is no longer secret: generate a new token in Appsmith. Store the token in a secured variable, and pass that as token: $NAME.',
    ],
    [
      'endpoint: https://x.example.com/api/v1/git/deploy/app/a?x=y',
      '3:15 endpoint holds more than branchName. Remove the ? and all that follows, and set branch:.',
    ],
  ])('%s', (line, heading) => {
    expect(headings(one(line))).toEqual([expect.stringContaining(heading)]);
  });

  test('a value that swallows the next line, whose colon is missing, is no value', () => {
    const text = 'deployments:\n  - app: a\n    name: Orders\n      token $T\n';
    expect(headings(text)).toEqual([
      expect.stringMatching(/^3:11 This value continues on the next line\. Is a colon missing there/),
    ]);
  });

  test('a wrong value of the defaults is told once, and concerns no deployment besides', () => {
    const text =
      'defaults: {branch: a b, url: x, token: literal, timeout: 0}\ndeployments: [{app: a}, {app: b, after: c}, {app: c}]\n';
    expect(headings(text).map((heading) => heading.slice(0, 13))).toEqual([
      '1:20 branch m',
      '1:30 url has ',
      '1:40 token mu',
      '1:58 timeout ',
    ]);
  });

  test('a wrong endpoint is told once', () => {
    expect(headings('deployments: [{endpoint: {}, token: $T}]')).toEqual([
      expect.stringContaining('endpoint must be one value, not a mapping.'),
    ]);
  });
});

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
        '4:20 This name (not shown, it may hold a password) is the name of the deployment on line 3 too. Rename one of them.',
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
        '3:42 The deployment of this name (not shown, it may hold a password) waits for itself. Remove the name from after.',
      ],
    ],
    [
      'a circle of names that may hold passwords',
      ['app: a, name: "u:word@host", after: B', 'app: b, name: B, after: "u:word@host"'],
      [
        '3:42 These deployments wait for each other in a cycle: a name (not shown, it may hold a password) → "B" → a name (not shown, it may hold a password). Each waits for the next: remove one of these names from after.',
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
        '3:21 These deployments wait for each other in a cycle: "a" → "b" → "c" → "a". Each waits for the next: remove one of these names from after.',
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

  test('a circle of ten is told whole', () => {
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

describe('tokens', () => {
  test.each([
    [
      's3cr3t',
      `token must be a reference to a variable and nothing else: $NAME or \${NAME}. Store the token itself in a secured variable`,
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
      'CLIENT_KEY is a variable of the pipe itself and cannot serve as a token here. Store the token in a secured variable with another name',
    ],
    ['$BEARER_TOKEN', 'BEARER_TOKEN is a variable of the pipe itself'],
    ['$SPACED', 'The variable SPACED has white space inside.'],
    ['$UNREPLACED', 'The variable UNREPLACED holds a reference that Bitbucket did not replace.'],
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

  test('missing variables are all told at once, with the lines to add', () => {
    const text =
      'deployments:\n  - {app: a, token: $FIRST}\n  - {app: b, token: $SECOND}\n  - {app: c, token: $FIRST}\n  - {app: d, token: $toString}\n  - {app: e, token: $BLANK}\n';
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

describe('aliases and merges', () => {
  test.each([
    [
      'an alias without an anchor',
      'deployments: [{app: *a, token: $T}]',
      ['1:21 There is no anchor (&name) for this alias'],
    ],
    [
      'an alias inside what it repeats',
      'deployments: &d [{app: a, token: $T, after: *d}]',
      ['1:45 This alias is inside the value that it repeats.'],
    ],
    [
      'a merge of itself',
      'deployments: [&d {app: a, token: $T, <<: *d}]',
      ['1:42 This alias is inside the value that it repeats.'],
    ],
    [
      'a merge of a text',
      'deployments: [{app: a, token: $T, <<: x}]',
      ['1:39 The key << takes a mapping, or a list of mappings'],
    ],
    [
      'a merge of nothing',
      'deployments: [{app: a, token: $T, <<: }]',
      ['1:39 The key << takes a mapping, or a list of mappings'],
    ],
    [
      'a merge of a text in a list: what it would have brought is not missed',
      'deployments: [{<<: [x, {app: a}]}]',
      ['1:21 The key << takes a mapping'],
    ],
    [
      'a merge of an unknown alias: what it would have brought is not missed',
      'deployments: [{<<: *x}, &y {<<: *x}, {<<: *y, app: a}]',
      ['1:20 There is no anchor', '1:33 There is no anchor'],
    ],
  ])('%s', (_, text, expected) => {
    expect(headings(text)).toEqual(expected.map((heading) => expect.stringContaining(heading)));
  });

  test('an alias without an anchor hides no other key, in a file of many lines', () => {
    expect(headings('deployments:\n  - name: A\n    url: *x\n')).toEqual([
      expect.stringContaining('This deployment needs app:'),
      expect.stringContaining('This deployment has no token.'),
      expect.stringContaining('There is no anchor'),
    ]);
  });

  test.each([
    [
      'a merged name that another deployment has',
      ['- &e {app: a1, name: N}', '- <<: *e', '  app: a2'],
      ['4:9 "N" is the name of the deployment on line 3 too. Rename one of them.'],
    ],
    [
      'a name by a merge of a merge, and by a merge of several',
      ['- &e {app: a1, name: N}', '- &f {<<: *e, app: a2}', '- {<<: *f, app: a3}', '- {<<: [*f], app: a4}'],
      [
        expect.stringContaining('4:13 "N" is the name of the deployment on line 3 too.'),
        expect.stringContaining('5:10 "N" is the name of the deployment on line 3 too.'),
        expect.stringContaining('6:11 "N" is the name of the deployment on line 3 too.'),
      ],
    ],
    [
      'a merge of a list by its name',
      ['- &e {app: a1, name: N, after: &l [zzz]}', '- {<<: [{after: *l}], name: M, app: a2}'],
      [expect.stringContaining('3:38 There is no deployment with the name "zzz".')],
    ],
    [
      'a name by an alias',
      ['- {app: a1, name: &n N}', '- {app: a2, name: *n}'],
      ['4:21 "N" is the name of the deployment on line 3 too. Rename one of them.'],
    ],
    [
      'a whole deployment by an alias',
      ['- &e {app: a1, name: N}', '- {app: a2}', '- *e'],
      [
        '5:5 The same app, branch and server as the deployment on line 3. Remove one of them.',
        '5:5 "N" is the name of the deployment on line 3 too. Rename one of them.',
      ],
    ],
    [
      'a branch by an alias of something else',
      ['- {app: a1, name: &n a b}', '- {app: a2, branch: *n}', '- {app: a3, branch: *n}'],
      [
        expect.stringMatching(
          /^4:23 branch must be a valid Git branch name, .* or feature\/orders\. The value comes from line 3\.$/,
        ),
      ],
    ],
    [
      'an address by an alias of something else',
      ['- {app: a1, name: &n us.example.com}', '- {app: a2, url: *n}'],
      ['4:20 url has no scheme. Write https:// in front of it: https://us.example.com. The value comes from line 3.'],
    ],
    [
      'an app that comes by a merge beside an endpoint',
      ['- &e {app: a1}', '- <<: *e', '  endpoint: https://x.example.com/api/v1/git/deploy/app/a'],
      [expect.stringMatching(/^4:9 endpoint already contains app\. .* The value comes from line 3\.$/)],
    ],
    [
      'an unknown name by an alias',
      ['- {app: a1, name: N, branch: &b zzz}', '- {app: a2, after: [*b]}', '- {app: a3, after: *b}'],
      ['4:23 There is no deployment with the name "zzz". The value comes from line 3.'],
    ],
    [
      'a deployment that waits for itself by an alias',
      ['- {app: a1, name: &n N, after: *n}'],
      ['3:34 "N" waits for itself. Remove the name from after.'],
    ],
    [
      'a token by an alias of something else',
      ['- {app: a1, name: &n word}', '- {app: a2, token: *n}'],
      [expect.stringMatching(/^4:22 token must be a reference .* The value comes from line 3\.$/)],
    ],
    [
      'a variable that was not given, by an alias',
      ['- {app: a1, name: &n $MISSING}', '- {app: a2, token: *n}'],
      ['4:22 The variable MISSING is not set for the pipe, or is empty.', 'Add'].map((beginning) =>
        expect.stringContaining(beginning),
      ),
    ],
  ])('what is wrong by an alias or a merge is told where that stands: %s', (_, items, expected) => {
    const text = `defaults: {token: $T}\ndeployments:\n${items.map((item) => `  ${item}\n`).join('')}`;
    expect(headings(text)).toEqual(expected);
  });

  test('a token that serves as a branch is told at the branch, and shown nowhere', () => {
    const text = 'deployments:\n  - app: a\n    token: &t zq9Xw 7Kv3Rt5\n    branch: *t\n';
    expect(headings(text)).toEqual([
      expect.stringContaining('3:15 token must be a reference'),
      expect.stringMatching(/^4:13 branch must be .* The value comes from line 3\.$/),
    ]);
    expect(problems(text).join('\n')).not.toMatch(/zq9|7Kv/);
  });

  test('a merge by an alias of a text is told at the merge', () => {
    expect(headings('deployments: [{app: &a a, token: $T}, {app: b, token: $T, <<: *a}]')).toEqual([
      expect.stringContaining('1:63 The key << takes a mapping'),
    ]);
  });

  test('a problem in an anchor that is used often is told once', () => {
    const text = `deployments:\n  - &a {app: a, token: literal}\n${'  - {<<: *a, app: b b}\n'.repeat(5)}`;
    expect(headings(text).filter((heading) => heading.includes('token must'))).toHaveLength(1);
  });
});

test('problems of every kind are told at once, in the order of the file', () => {
  const text = `defaults: { url: http//x, brunch: main }
deployments:
  - name: A
    app: a a
    token: literal
  - name: A
    app: b
    token: $MISSING
    after: C
  - name: D
    app: d
    app: e
    url: https://d.example.com
    token: $T
    timeout: no
    after: [E]
  - name: E
    app: *e
    token: $T
    after: D
`;
  expect(headings(text).map((heading) => heading.replace(/^(\d+:\d+ .{20}).*$/, '$1'))).toEqual([
    '1:18 url does not begin w',
    '1:27 Unknown key "brunch"',
    '4:10 app must be the bare',
    '5:12 token must be a refe',
    '6:11 "A" is the name of t',
    '8:12 The variable MISSING',
    '9:12 There is no deployme',
    '12:5 The key "app" appear',
    '15:14 timeout must be a nu',
    '16:12 These deployments wa',
    '18:10 There is no anchor (',
    expect.stringMatching(/^Add the missing variables/),
  ]);
});
