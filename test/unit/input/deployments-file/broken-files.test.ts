import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { stringify } from 'yaml';
import { holds } from '../../../support/property.ts';
import { expectNoTrace, messages, read, SECRET } from './reading.ts';

describe('the file may be broken in any way', () => {
  /** Letters and digits, and letters only, as a word may be. */
  const secrets = [SECRET, 'wombatQuokkaXylem'];
  const valid = (secret: string) => ({
    defaults: { url: `https://user:${secret}@eu.example.com`, branch: 'main', token: secret, timeout: 300 },
    deployments: [
      { name: 'Orders', app: 'a', token: secret, after: ['Customers'] },
      { name: 'Customers', app: 'b', url: `https://user:${secret}@us.example.com`, token: secret },
    ],
  });
  const layouts = (secret: string) => [
    stringify(valid(secret)),
    stringify(valid(secret), { collectionStyle: 'flow' }),
    stringify(valid(secret), { defaultStringType: 'QUOTE_DOUBLE', defaultKeyType: 'PLAIN' }),
    JSON.stringify(valid(secret)),
    `deployments:\n  - name: Orders\n    token: |\n      ${secret}\n      ${secret}\n    app: a\n  - token: ` +
      `>-\n      ${secret}\n    app: b\n`,
  ];
  const layout = fc.constantFrom(...secrets.flatMap((secret) => layouts(secret).map((text) => ({ secret, text }))));
  /** Signs of YAML that a slip of the hand may add. None of them makes a key of ours out of a secret. */
  const sign = fc.constantFrom(
    ' ',
    '\n',
    '\t',
    '"',
    "'",
    '{',
    '}',
    '[',
    ']',
    ',',
    '#',
    '&',
    '*',
    '!',
    '|',
    '>',
    '%',
    '@',
    '`',
    '-',
    '\r\n',
    '---\n',
    '\u0000',
    '\u2028',
  );
  const edit = fc.record({ at: fc.nat(10_000), insert: sign });

  test('no edit brings a secret to light, and nothing throws', () => {
    holds(layout, fc.array(edit, { minLength: 1, maxLength: 6 }), ({ secret, text }, edits) => {
      let broken = text;
      for (const { at, insert } of edits) {
        const place = at % (broken.length + 1);
        broken = broken.slice(0, place) + insert + broken.slice(place);
      }
      // An edit in the middle of a secret leaves two that are shorter.
      const shown = messages(broken);
      for (let at = 0; at + 6 <= secret.length; at += 1) expect(shown).not.toContain(secret.slice(at, at + 6));
    });
  });

  test('text cut off anywhere', () => {
    holds(layout, fc.nat(1_000), ({ secret, text }, length) => {
      expectNoTrace(text.slice(0, length % text.length), secret);
    });
  });

  test('random text, and random pieces of YAML', () => {
    const pieces = fc
      .array(
        fc.constantFrom(
          'deployments',
          'defaults',
          'token',
          'name',
          'app',
          'after',
          'url',
          '<<',
          ': ',
          ':',
          '\n',
          '  ',
          '- ',
          '{',
          '}',
          '[',
          ']',
          ', ',
          '"',
          "'",
          '|',
          '>-',
          '&a',
          '*a',
          '!!str ',
          '#',
          '?',
          '\t',
          '---',
          '...',
          '%YAML 1.2',
          '1',
          'null',
          '~',
          '$T',
          '\\',
          '@',
          '`',
        ),
        { maxLength: 60 },
      )
      .map((parts) => parts.join(''));
    holds(fc.oneof(fc.string({ unit: 'binary', maxLength: 400 }), pieces), (text) => {
      const reading = read(text);
      if (reading.problems.length > 0) {
        for (const problem of reading.problems)
          expect(problem).toMatch(/^(appsmith-deployments\.yml:|Add the missing)/);
      } else {
        expect(reading.deployments.length).toBeGreaterThan(0);
      }
    });
  });

  test('any value under token, however it is written', () => {
    const value = fc
      .string({ minLength: 8, maxLength: 40 })
      .filter((text) => !/^[\s\-:,{}[\]?#]*$/.test(text) && !/^\$(\w+|\{\w+\})$/.test(text));
    const type = fc.constantFrom('PLAIN', 'QUOTE_DOUBLE', 'QUOTE_SINGLE', 'BLOCK_LITERAL', 'BLOCK_FOLDED');
    holds(value, type, fc.boolean(), (secret, defaultStringType, flow) => {
      const token = `${secret}${SECRET}`;
      const text = stringify(
        { deployments: [{ colour: 'x', token, app: 'a b' }] },
        { defaultStringType, defaultKeyType: 'PLAIN', collectionStyle: flow ? 'flow' : 'any', lineWidth: 0 },
      );
      expect(messages(text)).not.toContain(secret);
      expectNoTrace(text);
    });
  });
});
