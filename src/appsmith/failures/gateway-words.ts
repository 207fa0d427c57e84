import type { Answer } from '../../http/body.ts';
import { printable } from '../../text/printable.ts';
import { isRecord, readJson } from '../envelope.ts';

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
/** Objects and lists in which they may be. */
const WRAPPERS = ['error', 'errors', 'fault', 'response', 'result'];

/** The words of something that is no Appsmith: of a web page its title, of JSON its reason, else its text. */
export function gatewayWords(answer: Answer): { readonly page: boolean; readonly words: string } {
  const text = beginning(answer);
  if (isHtml(answer)) return { page: true, words: printable(pageTitle(text) || textOf(text), MOST_WORDS) };
  const json = readJson(answer.body);
  const reason = json === undefined ? '' : reasonIn(json);
  return { page: false, words: printable(reason === '' ? plainText(answer) : reason, MOST_WORDS) };
}

/** True when an answer is a web page, by its type or its beginning. */
export function isHtml({ headers, body }: Answer): boolean {
  return /html/i.test(headers['content-type']?.join() ?? '') || firstCharacter(body) === '<';
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

function pageTitle(html: string): string {
  return unescaped(/<title[^<>]{0,200}>([^<]{1,500})/i.exec(html)?.[1] ?? '').trim();
}

function reasonIn(json: unknown): string {
  if (typeof json === 'string') return json;
  if (!isRecord(json)) return '';
  const fields = new Map(Object.entries(json).map(([key, value]) => [key.toLowerCase(), value]));
  const found = FIELDS.filter((field) => typeof fields.get(field) === 'string');
  const wrapped = WRAPPERS.map((field) => reasonIn([fields.get(field)].flat()[0]));
  // A code alone says nothing to a reader.
  const saysMore = found.some((field) => field !== 'code') || wrapped.some(Boolean);
  const words = saysMore ? found.map((field) => String(fields.get(field)).trim()) : [];
  return [...new Set([...words, ...wrapped].filter(Boolean))].join(': ');
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
  const type = headers['content-type']?.join() ?? '';
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

/** Headers with the id of a request, by which administrators find it in their logs. */
const ID_HEADERS = [
  'cf-ray',
  'x-amzn-requestid',
  'x-amzn-trace-id',
  'x-amz-cf-id',
  'x-amz-request-id',
  'x-azure-ref',
  'x-ms-request-id',
  'x-request-id',
  'x-correlation-id',
  'x-kong-request-id',
  'x-cloud-trace-context',
  'x-served-by',
  'x-iinfo',
  'x-sucuri-id',
  'x-vercel-id',
  'fly-request-id',
];

/**
 * The same in the words of a page: F5's support ID, Cloudflare's Ray ID, Akamai's reference, Imperva's incident ID …
 */
const ID_IN_TEXT =
  /\b((?:support|incident|event|block|request|ray|transaction|tracking|correlation) ?ids?|reference(?: number| id)?)\b(?: is)?[ :#]{1,5}([\w.~-]{4,80}[\w~-])/gi;

/** As many are shown: a page may repeat one in many ways. */
const MOST_SHOWN = 4;
const LONGEST = 100;

/**
 * Ids by which the administrator of a gateway can find the request, each with its name.
 * @param ownId that of the pipe, which says nothing new
 */
export function gatewayIds(answer: Answer, ownId: string): string[] {
  const ofHeaders = ID_HEADERS.flatMap((name) =>
    (answer.headers[name] ?? [])
      .map((value) => printable(value, LONGEST))
      .filter((value) => value !== '' && value.toLowerCase() !== ownId && value !== 'invalid_request_id')
      .map((value) => `${name} ${value}`),
  );
  const known = ofHeaders.join(' ');
  const inText = [...searchable(answer).matchAll(ID_IN_TEXT)]
    .filter(([, , id = '']) => /\d/.test(id) && !known.includes(id))
    .map(([, name, id]) => printable(`${name} ${id}`, LONGEST));
  return [...new Set([...ofHeaders, ...inText])].slice(0, MOST_SHOWN);
}

/** What the answer says of the software that gave it. */
export function serverName({ headers }: Answer): string {
  return printable((headers['server'] ?? headers['via'] ?? []).join(', '), 60);
}
