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
  const specifiers = [...text.matchAll(/(?:\bfrom\s*|\bimport\s*\(?\s*)'([^']+)'/g)].map(
    ([, specifier = '']) => specifier,
  );
  return specifiers.map((specifier) =>
    specifier.startsWith('.') ? relative(SRC, resolve(SRC, dirname(path), specifier)) : specifier,
  );
}

/** `file → import` of everything that a part of the source imports and should not. */
function forbidden(part: string, isForbidden: (imported: string) => boolean): string[] {
  return files
    .filter(({ path }) => path.startsWith(part))
    .flatMap(({ path, imports }) => imports.filter(isForbidden).map((imported) => `${path} → ${imported}`));
}

const within =
  (...folders: string[]) =>
  (path: string) =>
    folders.some((folder) => path.startsWith(`${folder}/`));

describe('imports go one way', () => {
  test('the files are found, and their imports', () => {
    expect(files.length).toBeGreaterThan(60);
    expect(files.find(({ path }) => path === 'main.ts')?.imports).toEqual(
      expect.arrayContaining(['pipe/logger.ts', 'pipe/prepare.ts', 'carry-out.ts']),
    );
  });

  test('deployment/ is the domain: it knows neither HTTP, nor Bitbucket, nor reports', () => {
    expect(forbidden('deployment/', within('appsmith', 'pipe', 'report'))).toEqual([]);
    expect(forbidden('deployment/', (imported) => /^(node:(http|net|tls|fs)|got)/.test(imported))).toEqual([]);
  });

  test('appsmith/ knows nothing of Bitbucket and of reports', () => {
    expect(forbidden('appsmith/', within('pipe', 'report'))).toEqual([]);
  });

  test('pipe/ needs of appsmith/ only how an endpoint is written, and nothing of reports', () => {
    const isForbidden = (imported: string) =>
      (within('appsmith')(imported) && imported !== 'appsmith/endpoint.ts') || within('report')(imported);
    expect(forbidden('pipe/', isForbidden)).toEqual([]);
  });

  test('report/ needs nothing of appsmith/', () => {
    expect(forbidden('report/', within('appsmith'))).toEqual([]);
  });

  test('no folder imports what composes it', () => {
    const top = (imported: string) =>
      [
        'index.ts',
        'main.ts',
        'host.ts',
        'carry-out.ts',
        'open-appsmith.ts',
        'dry-run.ts',
        'diagnose-run.ts',
        'record-run.ts',
        'version-check.ts',
      ].includes(imported);
    for (const folder of ['deployment/', 'appsmith/', 'pipe/', 'report/']) expect(forbidden(folder, top)).toEqual([]);
  });

  test('got is used by the HTTP client and its exchanges, ajv and yaml in pipe/ alone', () => {
    const users = (name: string) =>
      files.filter(({ imports }) => imports.some((each) => each === name || each.startsWith(`${name}/`)));
    const callers = users('got').map(({ path }) => path);
    expect(callers.sort()).toEqual(['appsmith/exchange.ts', 'appsmith/http-client.ts']);
    for (const name of ['ajv', 'yaml']) {
      expect(users(name).filter(({ path }) => !path.startsWith('pipe/'))).toEqual([]);
    }
  });

  test('at run time there is nothing but got, yaml, ajv and Node', () => {
    const modules = files.flatMap(({ imports }) => imports).filter((imported) => !/\.(ts|json)$/.test(imported));
    const foreign = modules.filter((name) => !name.startsWith('node:')).map((name) => name.split('/')[0]);
    expect([...new Set(foreign)].sort()).toEqual(['ajv', 'got', 'yaml']);
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

test('the process is touched by the entry alone', () => {
  const users = files.filter(({ text }) => /\bprocess\.\w/.test(withoutComments(text)));
  expect(users.map(({ path }) => path)).toEqual(['index.ts']);
});

test('nothing but the logger writes to a stream, and nobody prints to the console', () => {
  const printing = files.filter(({ text }) => /\bconsole\.|\.stdout\(|\.stderr\(/.test(withoutComments(text)));
  expect(printing.map(({ path }) => path)).toEqual(['pipe/logger.ts']);
});

test('no comment switches a check off', () => {
  const ignoring = files.filter(({ text }) => /@ts-ignore|@ts-expect-error|(v8|c8|istanbul) ignore/.test(text));
  expect(ignoring.map(({ path }) => path)).toEqual([]);
});

function withoutComments(text: string): string {
  return text.replace(/\/\*[\s\S]*?\*\//g, '').replace(/\/\/[^\n]*/g, '');
}
