import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { DockerfileParser } from 'dockerfile-ast';
import { validate } from 'dockerfile-utils';
import { entrypointFlags } from '../../../scripts/bench/surroundings.ts';

describe("the flags of the image's ENTRYPOINT", () => {
  test.each([
    ['FROM scratch\nENTRYPOINT ["/usr/bin/node", "--a", "--b=2", "/program.cjs"]', ['--a', '--b=2']],
    ['FROM scratch\nENTRYPOINT ["/usr/bin/node", "/program.cjs"]', []],
    ['FROM a\nENTRYPOINT ["node", "--a", "/a"]\nFROM b\nENTRYPOINT ["node", "--b", "/b"]', ['--b']],
  ])('of %j', (dockerfile, flags) => {
    expect(entrypointFlags(dockerfile)).toEqual(flags);
  });

  test('are read from our Dockerfile', () => {
    for (const flag of entrypointFlags()) expect(flag).toMatch(/^--/);
  });
});

describe('the plain Dockerfile', () => {
  const text = readFileSync('scripts/bench/plain.Dockerfile', 'utf8');

  test('has no problem that dockerfile-utils knows', () => {
    expect(validate(text).map(({ message }) => message)).toEqual([]);
  });

  test("has the slim variant of our own image's base", () => {
    const [, base] = /^ARG NODE_IMAGE=(\S+)$/m.exec(readFileSync('Dockerfile', 'utf8')) ?? [];
    expect(
      DockerfileParser.parse(text)
        .getFROMs()
        .map((from) => from.getImage()),
    ).toEqual([`${base}-slim`, `${base}-slim`]);
  });
});
