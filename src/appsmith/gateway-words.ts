import type { Answer } from '../http/body.ts';
import { printable } from '../text/printable.ts';
import { isRecord, readJson } from './envelope.ts';

/** What a gateway says may come after a page of styles; more than this is not looked at, in bytes. */
const MOST_READ = 64 * 1024;
const MOST_WORDS = 300;

/** Where JSON of gateways has its reason, the short ones first; several together say more. In any letter case. */
const FIELDS = [
  'code',
  'title',
  'error',
  'message',
  'error_description',
  'detail',
  'msg',
  'description',
  'reason',
  'faultstring',
  'errormessage',
];
/** A code alone says nothing to a reader. */
const CODES = new Set(['code']);
/** Objects and lists in which they may be. */
const WRAPPERS = ['error', 'errors', 'fault', 'response', 'result'];

/** The words of something that is no Appsmith: of a web page its title, of JSON its reason, else its text. */
export function gatewayWords(answer: Answer): { readonly page: boolean; readonly words: string } {
  if (isHtml(answer)) return { page: true, words: printable(pageWords(beginning(answer)), MOST_WORDS) };
  const json = readJson(answer.body);
  const reason = json === undefined ? '' : reasonIn(json);
  return { page: false, words: printable(reason === '' ? plainText(answer) : reason, MOST_WORDS) };
}

/** True when an answer is a web page, by its type or its beginning. */
export function isHtml({ headers, body }: Answer): boolean {
  return /html/i.test([headers['content-type']].flat().join()) || firstCharacter(body) === '<';
}

/** True when a body begins as JSON does. */
export function startsLikeJson(body: Buffer): boolean {
  return firstCharacter(body) === '{';
}

/** All that a page says, without its markup. */
export function textOf(html: string): string {
  const text = html
    .replace(/<(script|style|head)\b[\s\S]*?(?:<\/\1\s*>|$)/gi, ' ')
    .replace(/<!--[\s\S]*?(?:-->|$)/g, ' ')
    .replace(/<[^<>]*>/g, ' ');
  return unescaped(text).replace(/\s+/g, ' ').trim();
}

/** The text of an answer of any kind, for what is searched in it. */
export function searchable(answer: Answer): string {
  const text = beginning(answer);
  return isHtml(answer) ? `${pageTitle(text)} ${textOf(text)}` : text;
}

function pageWords(html: string): string {
  return pageTitle(html) || textOf(html);
}

function pageTitle(html: string): string {
  return unescaped(/<title[^<>]{0,200}>([^<]{1,500})/i.exec(html)?.[1] ?? '').trim();
}

function reasonIn(json: unknown): string {
  if (typeof json === 'string') return json;
  if (!isRecord(json)) return '';
  const fields = new Map(Object.entries(json).map(([key, value]) => [key.toLowerCase(), value]));
  const own = FIELDS.filter((field) => typeof fields.get(field) === 'string').map(
    (field) => [field, String(fields.get(field)).trim()] as const,
  );
  const wrapped = WRAPPERS.map((field) => reasonIn([fields.get(field)].flat()[0])).filter((text) => text !== '');
  const words = own.some(([field]) => !CODES.has(field)) || wrapped.length > 0 ? own.map(([, text]) => text) : [];
  return [...new Set([...words, ...wrapped].filter((text) => text !== ''))].join(': ');
}

/**
 * Nothing to read is what is no text (compressed in a way that nobody asked for, say), and the beginning of JSON that
 * was cut.
 */
function plainText(answer: Answer): string {
  if (startsLikeJson(answer.body) && readJson(answer.body) === undefined) return '';
  const text = beginning(answer);
  return text.includes('\ufffd') || text.includes('\0') ? '' : text;
}

function beginning({ body, headers }: Answer): string {
  const type = [headers['content-type']].flat().join();
  return body
    .subarray(0, MOST_READ)
    .toString(/charset=["']?(iso-8859-1|latin1|windows-1252)/i.test(type) ? 'latin1' : 'utf8');
}

function firstCharacter(body: Buffer): string {
  return body.subarray(0, 256).toString('utf8').trimStart().charAt(0);
}

const NAMED: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: ' ' };

function unescaped(text: string): string {
  return text.replace(/&(?:#(\d{1,7})|#x([0-9a-f]{1,6})|([a-z]{2,6}));/gi, (whole, decimal, hexadecimal, name) => {
    if (name !== undefined) return NAMED[name.toLowerCase()] ?? whole;
    const code = decimal === undefined ? Number.parseInt(hexadecimal, 16) : Number(decimal);
    return code <= 0x10ffff ? String.fromCodePoint(code) : whole;
  });
}
