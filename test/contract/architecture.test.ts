import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { describe, expect, test } from '@jest/globals';

const SRC = resolve('src');

/** Every source file, by its path from src/, with what it imports: paths from src/, or names of modules. */
const files = (readdirSync(SRC, { recursive: true }) as string[])
  .filter((path) => path.endsWith('.ts'))
  .map((path) => {
    const text = readFileSync(join(SRC, path), 'utf8');
    return { path, text, imports: importsOf(path, text) };
  });

/** Static and dynamic imports, and re-exports. */
function importsOf(path: string, text: string): string[] {
  const specifiers = [...text.matchAll(/(?:\bfrom |\bimport\s*\(?\s*)'([^'\s]+)'/g)].map(
    ([, specifier = '']) => specifier,
  );
  return specifiers.map((specifier) =>
    specifier.startsWith('.') ? relative(SRC, resolve(SRC, dirname(path), specifier)) : specifier,
  );
}

/** What each part of the source may import besides itself: the one list of directions, always downwards. */
const ALLOWED: Readonly<Record<string, readonly string[]>> = {
  'index.ts': ['main.ts', 'run', 'process'],
  'main.ts': ['run', 'log', 'input', 'manifest', 'redaction', 'process'],
  run: [
    'log',
    'report',
    'input',
    'repository',
    'appsmith',
    'http',
    'deployment',
    'manifest',
    'redaction',
    'process',
    'text',
  ],
  log: ['input', 'repository', 'deployment', 'manifest', 'process', 'text'],
  report: ['http', 'input', 'repository', 'deployment', 'manifest', 'process', 'text'],
  input: ['appsmith', 'http', 'deployment', 'manifest', 'process', 'text'],
  appsmith: ['http', 'deployment', 'process', 'text'],
  http: ['process', 'text'],
  repository: ['process', 'text'],
  deployment: ['process', 'text'],
  manifest: ['text'],
  redaction: ['text'],
  process: [],
  text: [],
};

/** The folder below src/ that a file is in; the file itself at the top. */
function part(path: string): string {
  return path.split('/')[0] as string;
}

describe('imports go one way', () => {
  test('the files are found, and their imports', () => {
    expect(files.length).toBeGreaterThan(60);
    expect(files.find(({ path }) => path === 'main.ts')?.imports).toEqual(
      expect.arrayContaining(['log/logger.ts', 'input/prepare.ts', 'run/carry-out.ts']),
    );
  });

  test.each([...new Set(files.map(({ path }) => part(path)))])('%s imports only what is below it', (name) => {
    const allowed = [name, ...(ALLOWED[name] ?? [])];
    const forbidden = files
      .filter(({ path }) => part(path) === name)
      .flatMap(({ path, imports }) =>
        imports
          .filter((imported) => imported.endsWith('.ts') && !allowed.includes(part(imported)))
          .map((imported) => `${path} → ${imported}`),
      );
    expect(forbidden).toEqual([]);
  });

  test('deployment/ is the domain: it knows neither HTTP nor files', () => {
    const foreign = files
      .filter(({ path }) => part(path) === 'deployment')
      .flatMap(({ imports }) => imports.filter((imported) => /^(node:(http|net|tls|fs)|got)/.test(imported)));
    expect(foreign).toEqual([]);
  });

  test('connections are made in one place, and nothing changes what the whole process connects with', () => {
    const users = (name: RegExp) => files.filter(({ text }) => nodeNames(text).some((each) => name.test(each)));
    const makers = users(/^(request|get|connect|createConnection|Agent|globalAgent|Socket|TLSSocket)$/);
    expect(makers.map(({ path }) => path).toSorted()).toEqual([
      'http/connections.ts',
      'http/plain-agent.ts',
      'http/secure-agent.ts',
    ]);
    expect(users(/^setDefault/).map(({ path }) => path)).toEqual([]);
  });

  test('got is used in http/ alone, ajv and yaml where variables and files are checked', () => {
    const users = (name: string) =>
      files.filter(({ imports }) => imports.some((each) => each === name || each.startsWith(`${name}/`)));
    expect(users('got').filter(({ path }) => part(path) !== 'http')).toEqual([]);
    for (const name of ['ajv', 'yaml']) {
      expect(users(name).filter(({ path }) => !['manifest', 'input'].includes(part(path)))).toEqual([]);
    }
  });

  test('at run time there is nothing but got, yaml, ajv, jsonc-parser and Node', () => {
    const modules = files.flatMap(({ imports }) => imports).filter((imported) => !/\.(ts|json)$/.test(imported));
    const foreign = modules.filter((name) => !name.startsWith('node:')).map((name) => name.split('/')[0]);
    expect([...new Set(foreign)].sort()).toEqual(['ajv', 'got', 'jsonc-parser', 'yaml']);
  });
});

test('every file can be loaded by itself, and does nothing but define: only the entry starts anything', async () => {
  const traces = () => [
    Object.keys(process.env).length,
    ...['SIGTERM', 'exit', 'uncaughtException'].map((event) => process.listenerCount(event)),
  ];
  const before = traces();
  for (const { path } of files.filter(({ path }) => path !== 'index.ts')) await import(`../../src/${path}`);
  expect(traces()).toEqual(before);
});

/** The names, not the types, that a file imports from Node's modules for networks. */
function nodeNames(text: string): string[] {
  const imports = text.matchAll(/import \{([^}]*)\} from 'node:(?:http|https|http2|net|tls|dgram|dns)'/g);
  const names = [...imports].flatMap(([, list = '']) => list.split(',').map((name) => name.trim()));
  return names.filter((name) => !name.startsWith('type ')).map((name) => name.replace(/ as .*/, ''));
}
