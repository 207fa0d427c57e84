import type { Answer } from '../http/body.ts';
import { printable } from '../text/printable.ts';
import { searchable } from './gateway-words.ts';

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
export function gatewayIds(answer: Answer, ownId: string | undefined): string[] {
  const ofHeaders = ID_HEADERS.flatMap((name) =>
    [answer.headers[name] ?? []]
      .flat()
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
  return printable([headers['server'] ?? headers['via'] ?? []].flat().join(', '), 60);
}
