import { describe, expect, test } from '@jest/globals';
import { headings, one, read } from './reading.ts';

describe('keys', () => {
  test.each([
    [
      'tokn: x',
      'Unknown key "tokn" in a deployment. Did you mean token? Allowed keys: name, app, url, branch, ' +
        'endpoint, token, timeout, after, server, enabled.',
    ],
    ['brnach: x', 'Did you mean branch?'],
    ['Branch: x', 'Did you mean branch?'],
    ['app_id: x', 'Did you mean app?'],
    ['BEARER_TOKEN: x', 'Did you mean token?'],
    ['depends-on: x', 'Did you mean after?'],
    [
      'colour: x',
      'Unknown key "colour" in a deployment. Allowed keys: name, app, url, branch, endpoint, token, timeout, ' +
        'after, server, enabled.',
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
      '__proto__: {polluted: true}\nconstructor: {prototype: {polluted: true}}\ndeployments: [{__proto__: ' +
      '{app: a}, token: $T}]\n';
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

  test('a key of deployments is not suggested where it is not allowed', () => {
    expect(headings('defaults: {app_id: a}\ndeployments: [{app: a, token: $T}]\n')).toEqual([
      '1:12 Unknown key "app_id" in defaults. Allowed keys: url, branch, token, timeout.',
    ]);
  });

  test('a key with a typo beside the right one hides nothing', () => {
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

  test('a typo in a key is reported once, not as a missing key too', () => {
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
      '2:5 This deployment has no token. Set token: $NAME here or in defaults, with the name of a variable ' +
        'that holds the token.',
    ]);
  });

  test('endpoint excludes app and url', () => {
    const endpoint = 'endpoint: https://x.example.com/api/v1/git/deploy/app/a';
    expect(headings(one('app: a', 'url: https://x.example.com', endpoint))).toEqual([
      expect.stringMatching(/^3:5 endpoint already contains app\. Remove app/),
      expect.stringMatching(/^4:5 endpoint already contains url\. Remove url/),
    ]);
  });

  test.each(['app: a', 'endpoint: https://a.example.com/api/v1/git/deploy/app/a'])(
    'no branch anywhere, with %s',
    (target) => {
      const defaults = { url: 'https://a.example.com', branch: undefined, timeoutSeconds: 1 };
      expect(headings(`deployments:\n  - {${target}, token: $T}\n`, { defaults })).toEqual([
        expect.stringMatching(
          /^2:5 This deployment has no branch\. Set branch: here or in defaults, .*BRANCH for the pipe\. A tag build/,
        ),
      ]);
    },
  );

  test('without a valid address of the pipe, deployments that need it are left out', () => {
    const defaults = { url: undefined, branch: 'main', timeoutSeconds: 1 };
    expect(
      read('deployments: [{app: a, token: $T}, {app: b, url: https://b.example.com, token: $T}]', { defaults }),
    ).toMatchObject({
      deployments: [{ app: 'b' }],
    });
  });
});
