import type { Answer } from '../../http/body.ts';
import { printable } from '../../text/printable.ts';
import { MOST_WORDS } from '../answer.ts';
import { isRecord, readJson } from '../envelope.ts';

/** Longest part of a body that is read, in bytes: a page's text may come after a lot of CSS. */
const MOST_READ = 64 * 1024;

/** Fields in which gateways give the reason, in the order in which they are shown. In any letter case. */
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
/** Fields whose object or list may contain them. */
const WRAPPERS = ['error', 'errors', 'fault', 'response', 'result'];

/** The text of an answer that is not Appsmith's: the title of a web page, the reason in JSON, or plain text. */
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

/** The text of a page, without its markup. */
export function textOf(html: string): string {
  const text = html
    .replace(/<(script|style|head)\b[\s\S]*?(?:<\/\1\s*>|$)/gi, ' ')
    .replace(/<!--[\s\S]*?(?:-->|$)/g, ' ')
    .replace(/<[^<>]*>/g, ' ');
  return unescaped(text).replace(/\s+/g, ' ').trim();
}

/** The text of an answer of any kind, to search in. */
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
  const wrapped = WRAPPERS.map((field) => {
    const value = fields.get(field);
    return reasonIn(Array.isArray(value) ? value[0] : value);
  });
  // A code alone says nothing to a reader.
  const saysMore = found.some((field) => field !== 'code') || wrapped.some(Boolean);
  const words = saysMore ? found.map((field) => String(fields.get(field)).trim()) : [];
  return [...new Set([...words, ...wrapped].filter(Boolean))].join(': ');
}

/** Empty for JSON that was cut off, and for what is not text: a body in an unexpected encoding, for example. */
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

/** Headers with the id of a request, which administrators find in their logs. */
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

/** More are not shown: a page may repeat its id in many forms. */
const MOST_SHOWN = 4;
const LONGEST = 100;

/**
 * Ids by which the administrator of a gateway can find the request, each with its name.
 * @param ownId the pipe's id, which is left out
 */
export function gatewayIds(answer: Answer, ownId: string): string[] {
  const ids = new Set<string>();
  for (const name of ID_HEADERS) {
    for (const value of answer.headers[name] ?? []) {
      const id = printable(value, LONGEST);
      if (id !== '' && id.toLowerCase() !== ownId && id !== 'invalid_request_id') ids.add(`${name} ${id}`);
    }
  }
  const fromHeaders = [...ids].join(' ');
  for (const [, name, id = ''] of searchable(answer).matchAll(ID_IN_TEXT))
    if (/\d/.test(id) && !fromHeaders.includes(id)) ids.add(printable(`${name} ${id}`, LONGEST));
  return [...ids].slice(0, MOST_SHOWN);
}

/** The software that sent the answer, as it calls itself. */
export function serverName({ headers }: Answer): string {
  return printable((headers['server'] ?? headers['via'] ?? []).join(', '), 60);
}
