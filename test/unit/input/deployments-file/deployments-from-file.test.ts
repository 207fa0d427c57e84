import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { Folders } from '../../../../src/input/clone-path.ts';
import { readContext } from '../../../../src/input/context.ts';
import {
  deploymentsFromFile,
  readDeploymentsText,
} from '../../../../src/input/deployments-file/deployments-from-file.ts';
import { readVariables } from '../../../../src/input/variables.ts';
import { findings as collected, reading } from '../../../support/findings.ts';

let folder = '';

beforeAll(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), 'specs-from-file-')));
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** What the pipe makes of a file in an environment. */
function specs(text: string, environment: Record<string, string> = {}, path = 'f.yml') {
  writeFileSync(join(folder, 'f.yml'), text);
  const whole = { DEPLOYMENTS_FILE: path, ORDERS_TOKEN: 'token-orders', ...environment };
  const variables = readVariables(whole, collected().findings);
  const { findings, secrets } = collected();
  const source = { path, variables, context: readContext(whole), environment: whole, folders: { cwd: folder } };
  const { deployments } = deploymentsFromFile(source, findings);
  const { problems, notices } = findings;
  return { deployments, problems, notices, secrets: [...new Set(secrets)] };
}

const ONE = 'deployments: [{app: a, token: $ORDERS_TOKEN}]\n';

describe('what the file leaves open comes from the variables', () => {
  test.each([
    [
      'their defaults, and the branch of the build',
      { BITBUCKET_BRANCH: 'built' },
      { branch: 'built', url: 'https://app.appsmith.com', timeoutMs: 300_000 },
    ],
    [
      'the variables that are given',
      { BITBUCKET_BRANCH: 'built', BRANCH: 'given', APPSMITH_URL: 'https://A.example.com/', TIMEOUT: '2.5' },
      { branch: 'given', url: 'https://a.example.com', timeoutMs: 2_500 },
    ],
    ['a list of one item is one value', { BRANCH_COUNT: '1', BRANCH_0: 'given' }, { branch: 'given' }],
  ])('%s', (_, environment, expected) => {
    expect(specs(ONE, environment)).toMatchObject({
      deployments: [{ app: 'a', name: 'a', token: 'token-orders', ...expected }],
      problems: [],
      secrets: ['token-orders'],
    });
  });

  test('nothing gives a branch: a build of a tag', () => {
    expect(specs(ONE, { BITBUCKET_TAG: 'v1' }).problems).toEqual([
      { variable: 'DEPLOYMENTS_FILE', message: expect.stringMatching(/^f\.yml:1:15 This deployment has no branch\./) },
    ]);
  });
});

describe('variables beside DEPLOYMENTS_FILE', () => {
  test.each([
    ['APP_ID', { APP_ID: 'x' }],
    ['BEARER_TOKEN', { BEARER_TOKEN: 'x' }],
    ['DEPLOY_ENDPOINT', { DEPLOY_ENDPOINT: 'https://x.example.com/api/v1/git/deploy/app/a?branchName=b' }],
    ['APP_ID', { APP_ID_COUNT: '2', APP_ID_0: 'x', APP_ID_1: 'y' }],
  ])('%s says the same thing a second time', (variable, environment) => {
    const reading = specs(ONE, { BRANCH: 'main', ...environment });
    expect(reading.problems).toEqual([
      {
        variable,
        message:
          `is already set by the deployments file. Remove ${variable}, or remove DEPLOYMENTS_FILE to deploy ` +
          'without a file.',
      },
    ]);
    expect(reading.deployments).toEqual([]);
  });

  test.each([
    ['BRANCH', 'branch:', { BRANCH_COUNT: '2', BRANCH_0: 'x', BRANCH_1: 'y' }],
    ['BRANCH', 'branch:', { BRANCH: 'x\ny' }],
    ['APPSMITH_URL', 'url:', { BRANCH: 'main', APPSMITH_URL: "['https://x.example.com', 'https://y.example.com']" }],
  ])('%s must not be a list', (variable, key, environment) => {
    expect(specs(ONE, environment).problems).toEqual([
      {
        variable,
        message: expect.stringMatching(
          new RegExp(`^must not be a list when DEPLOYMENTS_FILE is set\\..* write ${key} into the file\\.$`),
        ),
      },
    ]);
  });

  test('all problems together: of the variables and of the file', () => {
    const reading = specs('deployments: [{app: a b, token: $ORDERS_TOKEN}]\n', {
      BRANCH: 'main',
      APP_ID: 'x',
      BEARER_TOKEN: 'y',
      APPSMITH_URL: 'x.example.com',
    });
    expect(reading.problems.map(({ variable }) => variable)).toEqual([
      'APP_ID',
      'BEARER_TOKEN',
      'APPSMITH_URL',
      'DEPLOYMENTS_FILE',
    ]);
    expect(reading).toMatchObject({ deployments: [], notices: [], secrets: ['token-orders'] });
  });

  test('an invalid address is reported once, also where the file has one of its own', () => {
    expect(specs(ONE, { BRANCH: 'main', APPSMITH_URL: 'x.example.com' }).problems).toEqual([
      { variable: 'APPSMITH_URL', message: expect.stringContaining('has no scheme') },
    ]);
  });
});

test('a file that is not there', () => {
  const environment = { DEPLOYMENTS_FILE: 'no.yml', BRANCH: 'main' };
  const reading = specs('', environment, 'no.yml');
  expect(reading.problems).toEqual([
    { variable: 'DEPLOYMENTS_FILE', message: expect.stringMatching(/^names no\.yml, which does not exist/) },
  ]);
});

test.each([
  'CLIENT_KEY',
  'EXTRA_HEADERS',
  'https_proxy',
  'BEARER_TOKEN',
  'EXTRA_HEADERS_COUNT',
  'EXTRA_HEADERS_0',
  'EXTRA_HEADERS_17',
  'CLIENT_KEY_0',
])('a variable of the pipe cannot serve as a token: %s', (name) => {
  const reading = specs(`deployments: [{app: a, token: $${name}}]\n`, {
    BRANCH: 'main',
    EXTRA_HEADERS_COUNT: '18',
    CLIENT_KEY_COUNT: '1',
    [name]: 'value',
  });
  expect(reading.problems).toContainEqual({
    variable: 'DEPLOYMENTS_FILE',
    message: expect.stringContaining(`${name} is a variable of the pipe itself`),
  });
});

test('BRANCH is checked with a file as without one, and so is the branch of an endpoint', () => {
  const file = 'deployments: [{app: a, token: $T}]\n';
  const given = { T: 'a-token-0123', BRANCH: 'release-${VERSION}' };
  const problem = {
    variable: 'BRANCH',
    message: expect.stringMatching(/^holds \$\{VERSION\}, which was not replaced/),
  };
  expect(specs(file, given).problems).toEqual([problem]);
  expect(specs(file, { ...given, BITBUCKET_BRANCH: given.BRANCH }).problems).toEqual([]);
  const endpoint = 'https://h.example/api/v1/git/deploy/app/a?branchName=$BRANCH';
  expect(specs(`deployments: [{endpoint: '${endpoint}', token: $T}]\n`, { T: given.T }).problems).toEqual([
    {
      variable: 'DEPLOYMENTS_FILE',
      message: expect.stringContaining('The branch is a placeholder, or contains a reference'),
    },
  ]);
});

test('what is too short for a token is not masked: it would riddle the text', () => {
  const file = 'deployments: [{app: a, token: $T, branch: $NAME, bogus: 1}]\n';
  expect(specs(file, { T: 'a-token-0123', NAME: 'apps' }).secrets).toEqual(['a-token-0123']);
});

test.each(['NODE_PATH', 'NODE_ENV', 'NODE_OPTIONS', 'SSL_CERT_DIR', 'SSL_CERT_FILE'])(
  'nor can one that Node or the image reads: %s',
  (name) => {
    const reading = specs(`deployments: [{app: a, token: $${name}}]\n`, { BRANCH: 'main', [name]: 'value' });
    expect(reading.problems).toEqual([
      {
        variable: 'DEPLOYMENTS_FILE',
        message: expect.stringContaining(`${name} is set by Bitbucket or the machine and holds no token`),
      },
    ]);
  },
);

test.each(['EXTRA_HEADERS_A', 'EXTRA_HEADERS_0_TOKEN', 'ORDERS_0', 'ORDERS_COUNT', 'BEARER_TOKEN_1', 'NODE_RED_TOKEN'])(
  'a name that is merely like one is free: %s',
  (name) => {
    const reading = specs(`deployments: [{app: a, token: $${name}}]\n`, { BRANCH: 'main', [name]: 'a-value-of-it' });
    expect(reading).toMatchObject({ problems: [], deployments: [{ token: 'a-value-of-it' }] });
  },
);

test('warnings: a token that had to be cleaned, a server without encryption', () => {
  const text = 'deployments: [{app: a, url: http://x.example.com, token: $ORDERS_TOKEN}]\n';
  expect(specs(text, { BRANCH: 'main', ORDERS_TOKEN: ' token-eu ' }).notices).toEqual([
    { level: 'warning', text: expect.stringMatching(/^The variable ORDERS_TOKEN has white space/) },
    { level: 'warning', text: expect.stringContaining('http://x.example.com is plain http') },
  ]);
});

const readText = (path: string, folders: Folders) => reading((remarks) => readDeploymentsText(path, folders, remarks));

const TEXT = 'deployments: []\n';

let root = '';
let clone = '';
let cwd = '';

beforeEach(() => {
  root = realpathSync(mkdtempSync(join(tmpdir(), 'locate-')));
  clone = join(root, 'clone');
  cwd = join(clone, 'sub');
  mkdirSync(cwd, { recursive: true });
});

afterEach(() => rmSync(root, { recursive: true, force: true }));

function problemOf(path: string): string {
  const read = readText(path, { cwd, cloneDir: clone });
  if (!('problem' in read)) throw new Error('The file was read.');
  return read.problem;
}

describe('where the file is', () => {
  test.each([
    ['in the working directory', 'sub/f.yml', 'f.yml'],
    ['in a folder of it', 'sub/config/f.yml', 'config/f.yml'],
    ['above it, in the clone', 'f.yml', '../f.yml'],
    ['with a detour', 'f.yml', './config/../../f.yml'],
  ])('%s', (_, file, path) => {
    mkdirSync(join(cwd, 'config'));
    writeFileSync(join(clone, file), TEXT);
    expect(readText(path, { cwd, cloneDir: clone })).toEqual({ value: TEXT });
    expect(readText(join(clone, file), { cwd, cloneDir: clone })).toEqual({ value: TEXT });
  });

  test('without a clone, the working directory takes its place', () => {
    writeFileSync(join(cwd, 'f.yml'), TEXT);
    writeFileSync(join(clone, 'f.yml'), TEXT);
    expect(readText('f.yml', { cwd })).toEqual({ value: TEXT });
    expect(readText('../f.yml', { cwd })).toEqual({ problem: expect.stringContaining('outside the clone') });
  });

  test('a link inside the clone is followed, one that leads out is refused', () => {
    writeFileSync(join(clone, 'f.yml'), TEXT);
    symlinkSync('../f.yml', join(cwd, 'inside.yml'));
    expect(readText('inside.yml', { cwd, cloneDir: clone })).toEqual({ value: TEXT });
    writeFileSync(join(root, 'f.yml'), TEXT);
    symlinkSync('../../f.yml', join(cwd, 'outside.yml'));
    expect(problemOf('outside.yml')).toContain('outside the clone');
    symlinkSync(root, join(cwd, 'folder'));
    expect(problemOf('folder/f.yml')).toContain('outside the clone');
    expect(problemOf('../../f.yml')).toContain('outside the clone');
    expect(problemOf('/etc/passwd')).toContain('outside the clone');
  });

  test('a clone that is reached through a link is the clone', () => {
    writeFileSync(join(cwd, 'f.yml'), TEXT);
    symlinkSync(clone, join(root, 'alias'));
    expect(readText('f.yml', { cwd, cloneDir: join(root, 'alias') })).toEqual({ value: TEXT });
  });
});

describe('what cannot be read', () => {
  test('a file that does not exist: from where it was looked for', () => {
    expect(problemOf('no.yml')).toBe(
      `names no.yml, which does not exist in the working directory ${cwd}. Use a path relative to it, and ` +
        'check that the file is committed on this branch.',
    );
    writeFileSync(join(cwd, 'file'), '');
    expect(problemOf('file/f.yml')).toContain('names file/f.yml, which does not exist');
  });

  test.each([
    ['f.yml', 'f.yaml'],
    ['f.yaml', 'f.yml'],
    ['d.yml.d/f.yml', 'd.yml.d/f.yaml'],
    ['d.yaml.d/f.yaml', 'd.yaml.d/f.yml'],
  ])('%s, where there is %s', (path, other) => {
    mkdirSync(join(cwd, dirname(other)), { recursive: true });
    writeFileSync(join(cwd, other), TEXT);
    expect(problemOf(path)).toContain(`Did you mean ${other}?`);
  });

  test('a file without the ending of YAML that does not exist', () => {
    expect(problemOf('deployments')).toContain('Use a path relative to it');
  });

  test('a folder', () => {
    expect(problemOf('.')).toBe(
      'names ., which is a folder. Name the file in it, customarily appsmith-deployments.yml.',
    );
  });

  test('a pipe, without waiting for it', () => {
    execFileSync('mkfifo', [join(cwd, 'fifo.yml')]);
    expect(problemOf('fifo.yml')).toBe(
      'names fifo.yml, which is not a regular file. Name a YAML file of the repository.',
    );
  });

  test('a link that leads to itself', () => {
    symlinkSync('loop.yml', join(cwd, 'loop.yml'));
    expect(problemOf('loop.yml')).toBe('contains a symlink loop, or too many symlinks. Use a path without them.');
  });

  test('a file without permission', () => {
    writeFileSync(join(cwd, 'f.yml'), TEXT);
    chmodSync(join(cwd, 'f.yml'), 0);
    const read = readText('f.yml', { cwd, cloneDir: clone });
    // root may read every file
    if (process.getuid?.() === 0) expect(read).toEqual({ value: TEXT });
    else expect(read).toEqual({ problem: expect.stringContaining('cannot be read (EACCES)') });
  });

  test('a file that is too large', () => {
    writeFileSync(join(cwd, 'f.yml'), '#'.repeat(4 * 1024 * 1024 + 1));
    expect(problemOf('f.yml')).toBe(
      'names f.yml, which is larger than 4 MB. Split it into several files, each with a step of its own.',
    );
    writeFileSync(join(cwd, 'f.yml'), '#'.repeat(4 * 1024 * 1024));
    expect(readText('f.yml', { cwd, cloneDir: clone })).toEqual({ value: '#'.repeat(4 * 1024 * 1024) });
  });

  test('a path that is none', () => {
    expect(problemOf('a\0b')).toContain('not a valid path');
    expect(problemOf(`${'x'.repeat(300)}.yml`)).toContain('(ENAMETOOLONG)');
  });
});

/** Where Linux lists what this process has open. */
const DESCRIPTORS = '/proc/self/fd';

(existsSync(DESCRIPTORS) ? test : test.skip)('a file is closed again, whatever came of it', () => {
  writeFileSync(join(cwd, 'f.yml'), TEXT);
  const before = readdirSync(DESCRIPTORS).length;
  for (let time = 0; time < 10; time += 1) {
    readText('f.yml', { cwd });
    readText('.', { cwd });
  }
  expect(readdirSync(DESCRIPTORS).length).toBeLessThan(before + 10);
});

describe('the text of the file', () => {
  test.each([
    ['a byte order mark is dropped', Buffer.from(`\ufeff${TEXT}`), TEXT],
    ['line ends stay as they are', Buffer.from('a: b\r\nc: d\r\n'), 'a: b\r\nc: d\r\n'],
    ['all of Unicode', Buffer.from('name: Größe 🚀\n'), 'name: Größe 🚀\n'],
    ['a byte order mark inside stays', Buffer.from('a: x\ufeffy\n'), 'a: x\ufeffy\n'],
    ['an empty file', Buffer.from(''), ''],
    ['a file of one letter', Buffer.from('a'), 'a'],
  ])('%s', (_, bytes, value) => {
    writeFileSync(join(cwd, 'f.yml'), bytes);
    expect(readText('f.yml', { cwd, cloneDir: clone })).toEqual({ value });
  });

  test.each([
    ['UTF-16 with a mark', Buffer.from(`\ufeff${TEXT}`, 'utf16le'), 'UTF-16'],
    ['UTF-16 without', Buffer.from(TEXT, 'utf16le'), 'UTF-16'],
    ['UTF-16, big end first', Buffer.from(`\ufeff${TEXT}`, 'utf16le').swap16(), 'UTF-16'],
    ['Latin-1', Buffer.from('name: Größe\n', 'latin1'), 'not UTF-8 text'],
    ...['ÿa', 'þa', 'aÿ', 'aþ'].map((text): [string, Buffer, string] => [
      `Latin-1 that has something of UTF-16, ${text},`,
      Buffer.from(text, 'latin1'),
      'not UTF-8 text',
    ]),
    ['half a letter', Buffer.from([0x61, 0xc3]), 'not UTF-8 text'],
  ])('%s is refused', (_, bytes, problem) => {
    writeFileSync(join(cwd, 'f.yml'), bytes);
    expect(problemOf('f.yml')).toMatch(new RegExp(`^names a file .*${problem}.* Save it as UTF-8\\.$`));
  });
});
