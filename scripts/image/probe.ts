import assert from 'node:assert/strict';
import { domainToUnicode } from 'node:url';
import { inspect, stripVTControlCharacters } from 'node:util';

/**
 * Tests what Node and the program use ICU for, with the data that small-icu.ts leaves: a missing file fails the build
 * of the image. Other languages must fall back to English or to neutral forms, never fail.
 */
const time = Date.UTC(2026, 10, 24, 13, 5);
const utc = { timeZone: 'UTC' } as const;

const english: readonly [seen: unknown, expected: unknown][] = [
  [new Intl.DateTimeFormat('en', { ...utc, dateStyle: 'long' }).format(time), 'November 24, 2026'],
  [
    new Intl.DateTimeFormat('en-GB', { dateStyle: 'short', timeStyle: 'short', timeZone: 'Europe/Berlin' }).format(
      time,
    ),
    '24/11/2026, 14:05',
  ],
  [new Intl.NumberFormat('en', { style: 'currency', currency: 'EUR' }).format(1234.5), '€1,234.50'],
  [new Intl.ListFormat('en').format(['a', 'b', 'c']), 'a, b, and c'],
  [new Intl.PluralRules('en').select(1), 'one'],
  [new Intl.RelativeTimeFormat('en').format(2, 'day'), 'in 2 days'],
  [[...new Intl.Segmenter('en', { granularity: 'grapheme' }).segment('👩‍👩‍👧e\u0301')].length, 2],
  [['b', 'ä', 'a'].sort(new Intl.Collator('en').compare).join(''), 'aäb'],
  [['1.10.0', '1.9.0'].sort(new Intl.Collator('en', { numeric: true }).compare).join(' '), '1.9.0 1.10.0'],
];
const unicode: typeof english = [
  ['e\u0301'.normalize('NFC'), 'é'],
  ['ﬁ'.normalize('NFKC'), 'fi'],
  ['Straße'.toUpperCase(), 'STRASSE'],
  [/^\p{L}+$/iu.test('Äß'), true],
  [/\p{Script=Greek}/u.test('α'), true],
  [/^[^\s\p{Cc}]+$/u.test('feature/ü'), true],
  [new URL('https://bücher.example/ä?ö').href, 'https://xn--bcher-kva.example/%C3%A4?%C3%B6'],
  [domainToUnicode('xn--bcher-kva.example'), 'bücher.example'],
  [new TextDecoder('utf-8', { fatal: true }).decode(Buffer.from('€')), '€'],
  [new TextDecoder('utf-16le').decode(Buffer.from([0xac, 0x20])), '€'],
  [new TextDecoder('latin1').decode(Buffer.from([0xe4])), 'ä'],
  [stripVTControlCharacters('\x1b[31m我\x1b[0m'), '我'],
  [inspect({ a: '我' }), "{ a: '我' }"],
];
for (const [seen, expected] of [...english, ...unicode]) assert.deepEqual(seen, expected);

assert.throws(() => new TextDecoder('utf-8', { fatal: true }).decode(Buffer.from([0xff])), {
  code: 'ERR_ENCODING_INVALID_ENCODED_DATA',
});

for (const locale of ['de', 'ja-JP-u-ca-japanese', 'ar-SA', 'zh-Hant-TW', 'tlh']) {
  assert.match(
    new Intl.DateTimeFormat(locale, { ...utc, year: 'numeric', numberingSystem: 'latn' }).format(time),
    /\d/,
  );
  assert.match(new Intl.NumberFormat(locale).format(12), /./);
  assert.equal(typeof 'a'.localeCompare('b', locale), 'number');
}
console.log('Everything that Node asks of ICU is there.');
