import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { outputJson, outputValue } from '../../../src/report/output-value.ts';
import { anyText, HOSTILE } from './hostile.ts';

describe('a value', () => {
  test.each([
    ['Orders', 'Orders'],
    ['feature/ü+1#2.0', 'feature/ü+1_2.0'],
    ['2024-03-05T10:15:30.123456Z', '2024-03-05T10:15:30.123456Z'],
    ['Orders (EU)', 'Orders_EU_'],
    ['$(reboot)', '_reboot_'],
    ['a\nB=c', 'a_B=c'],
    ['注文', '注文'],
    ['', ''],
  ])('%j becomes %j', (text, value) => {
    expect(outputValue(text)).toBe(value);
  });
});

describe('JSON in a value', () => {
  test('loses nothing, and leaves out what is undefined', () => {
    const text = outputJson({ name: 'Orders (EU) $x', code: undefined, app: '注文' });
    expect(text).toBe('{"name":"Orders\\u0020\\u0028EU\\u0029\\u0020\\u0024x","app":"注文"}');
  });

  test('any text comes back as it was', () => {
    fc.assert(
      fc.property(anyText, (name) => {
        expect(JSON.parse(outputJson({ name }))).toEqual({ name });
      }),
    );
  });
});

describe('a shell that sources the file runs nothing', () => {
  test('whatever the texts are', () => {
    const folder = mkdtempSync(join(tmpdir(), 'outputs-'));
    try {
      const texts = [...Object.values(HOSTILE), 'Orders touch pwned', '~root', '* ?', ...fc.sample(anyText, 300)];
      const lines = texts.flatMap((text, index) => [
        `A${index}=${outputValue(text)}`,
        `B${index}=[${outputJson({ text })},${outputJson({ text })}]`,
      ]);
      writeFileSync(join(folder, 'variables'), `${lines.join('\n')}\n`);
      const script =
        'set -e; PATH=/bin:/usr/bin; . ./variables; eval "export $(cat variables)"; eval "X=$A0 Y=$B0"; echo "$A0"';
      for (const shell of ['/bin/sh', '/bin/bash']) {
        const said = execFileSync(shell, ['-c', script], {
          cwd: folder,
          env: { LANG: 'C.UTF-8' },
          encoding: 'utf8',
          stdio: 'pipe',
        });
        expect(said.trim()).toBe(outputValue(texts[0] as string));
      }
      expect(readdirSync(folder)).toEqual(['variables']);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
