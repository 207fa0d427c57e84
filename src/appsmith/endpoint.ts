import { definedOnly } from '../text/defined-only.ts';
import type { Remarks } from '../text/remarks.ts';
import { shellWords } from './shell-words.ts';

/** Where a deployment is sent: one application, perhaps a branch, of one server. */
export interface Endpoint {
  /** Origin and path prefix, no trailing slash: `https://appsmith.example.com/prefix`. */
  readonly url: string;
  readonly app: string;
  /** Absent when the text names none. */
  readonly branch?: string;
}

const ROUTE = '/api/v1/git/deploy/app/';
const APP_ID = /^[A-Za-z0-9_-]+$/;
/** What Git allows in no branch name (git-check-ref-format(1)). */
const NEVER_IN_A_BRANCH = /[\s\x00-\x1f\x7f-\x9f~^:?*[\\]/;

/**
 * The address that the server answers a deployment on (facts: Appsmith's Git continuous-delivery API).
 * The branch is always percent-encoded; Appsmith's own page does not do that, so its line breaks for `feature/a&b`.
 */
export function endpointUrl({ url, app, branch }: Required<Endpoint>): string {
  return `${url}${ROUTE}${app}?branchName=${encodeURIComponent(branch.toWellFormed())}`;
}

/**
 * Reads the base address of a server: http or https, a path prefix is kept, trailing slashes are dropped.
 * Case of the host and a default port are normalised, so two spellings of one server read the same.
 */
export function readBaseUrl(text: string, remarks: Remarks): string | undefined {
  if (!/^[A-Za-z][A-Za-z0-9+.-]*:\/\//.test(text)) {
    return remarks.problem(`has no scheme. Write https:// in front of it${hostOnly(text)}`);
  }
  if (text.includes('$')) {
    return remarks.problem(
      'holds a reference ($…) that nothing has replaced. Check that the variable exists, or write the address itself',
    );
  }
  if (!URL.canParse(text)) return remarks.problem('is not a valid address. It looks like https://appsmith.example.com');
  const url = new URL(text);
  if (url.protocol !== 'https:' && url.protocol !== 'http:') {
    return remarks.problem(`must start with https:// (or http://), not ${url.protocol}//`);
  }
  if (url.username !== '' || url.password !== '') {
    return remarks.problem(
      'must not hold a user name or password. Take the part before the @ away; the token goes into BEARER_TOKEN',
    );
  }
  if (url.pathname.includes(ROUTE)) {
    return remarks.problem('is the whole endpoint. Give it as DEPLOY_ENDPOINT, or cut it off before /api');
  }
  if (text.includes('?') || text.includes('#')) {
    return remarks.problem('must end before any ? or #. It looks like https://appsmith.example.com');
  }
  return url.origin + withoutTrailingSlashes(url.pathname);
}

/**
 * Reads what a user copies from Appsmith's Continuous Delivery page: the endpoint, or the whole `curl …` line around it.
 *
 * Appsmith shows the branch unencoded, so all that follows `branchName=` is the branch (`feature/a&b`, `fix#1`), percent-decoded where that
 * gives a name that Git allows. Where `&name=` follows, nobody can tell a branch from a second parameter: that is a problem, not a guess.
 */
export function readEndpoint(text: string, remarks: Remarks): Endpoint | undefined {
  const trimmed = text.trim().replace(/^[$-]\s+/, ''); // a prompt, or the item of a script
  if (!/^(?:[\w./\\:-]*[/\\])?curl(?:\.exe)?\s/i.test(trimmed)) return readAddress(trimmed, remarks);
  const address = readCurl(trimmed, remarks);
  return address === undefined ? undefined : readAddress(address, remarks);
}

function readAddress(text: string, remarks: Remarks): Endpoint | undefined {
  const queryAt = text.indexOf('?');
  const path = queryAt < 0 ? text : text.slice(0, queryAt);
  const routeAt = path.indexOf(ROUTE);
  if (routeAt < 0) {
    return remarks.problem(
      `is not an endpoint. Copy it from Appsmith: Git Settings > Continuous Delivery; it holds ${ROUTE}`,
    );
  }
  const url = readBaseUrl(path.slice(0, routeAt), remarks);
  if (url === undefined) return undefined;
  const app = withoutTrailingSlashes(path.slice(routeAt + ROUTE.length));
  if (!APP_ID.test(app)) return remarks.problem('has no valid application id. Copy the endpoint again from Appsmith');
  const branch = queryAt < 0 ? '' : readBranch(text.slice(queryAt + 1), remarks);
  if (branch === undefined) return undefined;
  return definedOnly({ url, app, branch: branch || undefined });
}

/** @returns an empty text when the query names no branch */
function readBranch(query: string, remarks: Remarks): string | undefined {
  if (/(^|&)api-key=/i.test(query)) {
    return remarks.problem(
      'holds an api-key, which is a secret. Take it out, make a new token in Appsmith and give that as BEARER_TOKEN',
    );
  }
  if (query === '' || query === 'branchName=') return '';
  if (!query.startsWith('branchName=') || /&[A-Za-z][\w-]*=/.test(query)) {
    return remarks.problem('holds more than branchName. Cut it off before the ? and give the branch as BRANCH');
  }
  const written = query.slice('branchName='.length);
  const branch = decoded(written);
  if (NEVER_IN_A_BRANCH.test(branch))
    return remarks.problem('names a branch that Git does not allow. Give the branch as BRANCH');
  return branch;
}

/** `%` may stand in a branch name: where decoding fails, or gives what cannot be one, the text was not encoded. */
function decoded(written: string): string {
  try {
    const branch = decodeURIComponent(written);
    return NEVER_IN_A_BRANCH.test(branch) ? written : branch;
  } catch {
    return written;
  }
}

function readCurl(line: string, remarks: Remarks): string | undefined {
  const words = shellWords(line);
  if (words.some((_, at) => holdsToken(words, at))) {
    return remarks.problem('holds a token. Take it out, and give it as BEARER_TOKEN, a secured variable');
  }
  const addresses = words.map((word) => word.replace(/^--url=/, '')).filter((word) => /^https?:\/\//i.test(word));
  const address = addresses.find((word) => word.includes(ROUTE)) ?? addresses[0];
  return address ?? remarks.problem('is a curl line without an address. Copy it again from Appsmith');
}

/**
 * True when a word is an Authorization header, or what curl makes one of, that holds more than Appsmith's `Bearer <bearer token>` or people's `$TOKEN`.
 * Where the quotes got lost, the header falls apart into several words.
 */
function holdsToken(words: readonly string[], at: number): boolean {
  const word = String(words[at]);
  const header = /^(?:--header=|-[a-z]*h)?\s*(?:proxy-)?authorization\s*:(.*)$/is.exec(word);
  const [, credentials] = header ?? /^(?:--(?:oauth2-bearer|user)(?:=|$)|-[fgikLnsSv]*u)(.*)$/s.exec(word) ?? [];
  if (credentials === undefined) return false;
  const [token = ''] = [credentials, ...words.slice(at + 1, at + 3)]
    .join(' ')
    .trim()
    .replace(/^bearer(\s+|$)/i, '')
    .split(/\s/, 1);
  return token !== '' && !/^(?:https?:|[-<[$]|\.+$|\*+$)/i.test(token);
}

/** Only a plain `host/path` is offered back; anything else may hold a password. */
function hostOnly(text: string): string {
  return /^[A-Za-z0-9.-]+(:\d+)?(\/[\w./-]*)?$/.test(text) ? `: https://${text}` : '';
}

function withoutTrailingSlashes(path: string): string {
  let end = path.length;
  while (path[end - 1] === '/') end -= 1;
  return path.slice(0, end);
}
