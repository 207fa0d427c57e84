import type { Escapes, Runs } from './view.ts';

const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: ' ' };

/** Percent-encoding, and the `%u0066` of old JavaScript and of IIS. */
const PERCENT: Escapes = {
  marker: '%',
  pattern: /%u[0-9a-f]{4}|%[0-9a-f]{2}/gi,
  decode: ([code]) => (code.length === 3 ? byte(code.slice(1)) : utf8(codeUnits(code.slice(2)))),
};

/**
 * What JSON, JavaScript, Git, nginx and shells write after a backslash. Two `\u` may be the halves of one character.
 * An escaped line end or tab is white space, which is not compared.
 */
const BACKSLASH: Escapes = {
  marker: '\\',
  pattern: new RegExp(
    [
      String.raw`\\x[0-9a-f]{2}`,
      String.raw`\\ud[89ab][0-9a-f]{2}\\ud[c-f][0-9a-f]{2}`,
      String.raw`\\u[0-9a-f]{4}`,
      String.raw`\\u\{0*[0-9a-f]{1,6}\}`,
      String.raw`\\[0-3][0-7]{2}`,
      String.raw`\\[^ux]`,
    ].join('|'),
    'gi',
  ),
  decode: ([code]) => {
    if (/^\\x/i.test(code)) return byte(code.slice(2));
    if (/^\\u\{/i.test(code)) return character(Number.parseInt(code.slice(3, -1), 16));
    if (/^\\u/i.test(code)) return utf8(codeUnits(code.replaceAll(/\\u/gi, '')));
    if (code.length === 4) return String.fromCharCode(Number.parseInt(code.slice(1), 8));
    return /[bfnrt]/.test(code) ? ' ' : code.slice(1);
  },
};

/** Character references of HTML and XML; browsers read numbers without the semicolon as well. */
const HTML: Escapes = {
  marker: '&',
  pattern: /&#x0*[0-9a-f]{1,6};?|&#0*[0-9]{1,7};?|&(?:amp|lt|gt|quot|apos|nbsp);/gi,
  decode: ([reference]) => {
    const name = reference.slice(1).replace(';', '').toLowerCase();
    if (!name.startsWith('#')) return String(ENTITIES[name]);
    return character(Number(name.replace('#x', '0x').replace('#', '')));
  },
};

/** Quoted-printable (RFC 2045, 6.7), as mail has it. */
const QUOTED_PRINTABLE: Escapes = { marker: '=', pattern: /=[0-9a-f]{2}/gi, decode: ([code]) => byte(code.slice(1)) };

/** base64 and base64url; in a longer run it may begin at any of four places. */
const BASE64: Runs = {
  pattern: /[\w+/-]{16,}/g,
  // Four characters of base64 that decode to three of ASCII.
  readable: /(?:[A-Za-f][A-HQ-Xg-nw-z0-3][ABEFIJMNQRUVYZcdghklopstwx014589][\w+/-]){4}/,
  skips: [0, 1, 2, 3],
  width: () => 4 / 3,
  decode: (run) => Buffer.from(run, 'base64').toString('latin1'),
};

/** Hexadecimal bytes, with or without `0x` and with any separator, as in `66:31`, `0x66, 0x31` and `<Buffer 66 31>`. */
const HEX: Runs = {
  pattern: /(?:[0-9a-f]{2}[:,;.-]?(?:0x)?){12,}/gi,
  readable: /(?:[0-7][0-9a-f][:,;.-]?(?:0x)?){12}/i,
  skips: [0, 1],
  width: (run) => 2 + String(/^..([^0-9a-f]?(?:0x)?)/i.exec(run)?.[1]).length,
  decode: (run) => Buffer.from(run.replaceAll(/[:,;.-](?:0x)?|x/gi, ''), 'hex').toString('latin1'),
};

/** Encodings that may be nested, in text without white space. */
export const ESCAPES: readonly Escapes[] = [PERCENT, BACKSLASH, HTML, QUOTED_PRINTABLE];
export const RUNS: readonly Runs[] = [BASE64, HEX];

/** The bytes of a list in decimal numbers, as JSON has a Buffer: `[102, 49]`. */
const NUMBERS: Escapes = {
  marker: ',',
  pattern: /(?<![\d.])\d{1,3}(?:(?:\s*,\s*|\s+)\d{1,3}(?![\d.])){7,}/g,
  decode: ([list]) => Buffer.from(list.split(/[\s,]+/).map(Number)).toString('latin1'),
};

const [DUMP_OFFSET, DUMP_BYTES] = ['(?<!\\w)000[0-9a-f]{4,5}:?', '(?:[0-9a-f]{2}){1,2}(?!\\S)'];
/** The rows of `xxd` and of `hexdump -C`: offset, bytes, characters. */
const DUMP: Escapes = {
  marker: '000',
  pattern: new RegExp(
    `${DUMP_OFFSET}[ \\t]+(${DUMP_BYTES}(?:[ \\t]{1,2}${DUMP_BYTES}){0,15})(?:[ \\t]+\\S{1,18})?`,
    'gi',
  ),
  decode: (match) => Buffer.from(String(match[1]).replaceAll(/\s/g, ''), 'hex').toString('latin1'),
  alone: true,
};

/** The soft line breaks of quoted-printable. */
const SOFT_BREAK: Escapes = { marker: '=', pattern: /=\s+/g, decode: () => '' };

/** Encodings in which white space counts. */
export const SPACED: readonly Escapes[] = [NUMBERS, DUMP, SOFT_BREAK];

function byte(digits: string): string {
  return String.fromCharCode(Number.parseInt(digits, 16));
}

/** UTF-16 code units in groups of four hexadecimal digits. */
function codeUnits(digits: string): string {
  return String.fromCharCode(...Array.from(digits.matchAll(/.{4}/g), ([unit]) => Number.parseInt(unit, 16)));
}

/** A character by its number; white space where there is none. */
function character(code: number): string {
  return code > 0x10_ff_ff ? ' ' : utf8(String.fromCodePoint(code));
}

function utf8(text: string): string {
  return Buffer.from(text).toString('latin1');
}
