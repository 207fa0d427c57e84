import { shellWords } from './shell-words.ts';

/** Where a deployment is sent: one application, perhaps a branch, of one server. */
export interface Endpoint {
  /** Origin and path prefix, no trailing slash: `https://appsmith.example.com/prefix`. */
  readonly baseUrl: string;
  readonly app: string;
  /** Absent when the text names none. */
  readonly branch?: string;
}

/** A value read from a user's text, or what is wrong with the text. Problems never repeat the text: it may hold a secret. */
export type Reading<T> = { readonly value: T } | { readonly problem: string };

const ROUTE = '/api/v1/git/deploy/app/';
const APP_ID = /^[A-Za-z0-9_-]+$/;
/** What Git allows in no branch name (git-check-ref-format(1)). */
const NEVER_IN_A_BRANCH = /[\s\x00-\x1f\x7f-\x9f~^:?*[\\]/;

/**
 * The address that the server answers a deployment on (facts: Appsmith's Git continuous-delivery API).
 * The branch is always percent-encoded; Appsmith's own page does not do that, so its line breaks for `feature/a&b`.
 */
export function endpointUrl({ baseUrl, app, branch }: Required<Endpoint>): string {
  return `${baseUrl}${ROUTE}${app}?branchName=${encodeURIComponent(branch.toWellFormed())}`;
}

/**
 * Reads the base address of a server: http or https, a path prefix is kept, trailing slashes are dropped.
 * Case of the host and a default port are normalised, so two spellings of one server read the same.
 */
export function readBaseUrl(text: string): Reading<string> {
  if (!/^[A-Za-z][A-Za-z0-9+.-]*:\/\//.test(text)) {
    return { problem: `has no scheme. Write https:// in front of it${hostOnly(text)}` };
  }
  if (text.includes('$')) {
    return {
      problem:
        'holds a reference ($…) that nothing has replaced. Check that the variable exists, or write the address itself',
    };
  }
  if (!URL.canParse(text)) return { problem: 'is not a valid address. It looks like https://appsmith.example.com' };
  const url = new URL(text);
  if (url.protocol !== 'https:' && url.protocol !== 'http:') {
    return { problem: `must start with https:// (or http://), not ${url.protocol}//` };
  }
  if (url.username !== '' || url.password !== '') {
    return {
      problem:
        'must not hold a user name or password. Take the part before the @ away; the token goes into BEARER_TOKEN',
    };
  }
  if (url.pathname.includes(ROUTE)) {
    return { problem: 'is the whole endpoint. Give it as DEPLOY_ENDPOINT, or cut it off before /api' };
  }
  if (text.includes('?') || text.includes('#')) {
    return { problem: 'must end before any ? or #. It looks like https://appsmith.example.com' };
  }
  return { value: url.origin + withoutTrailingSlashes(url.pathname) };
}

/**
 * Reads what a user copies from Appsmith's Continuous Delivery page: the endpoint, or the whole `curl …` line around it.
 *
 * Appsmith shows the branch unencoded, so all that follows `branchName=` is the branch (`feature/a&b`, `fix#1`), percent-decoded where that
 * gives a name that Git allows. Where `&name=` follows, nobody can tell a branch from a second parameter: that is a problem, not a guess.
 */
export function readEndpoint(text: string): Reading<Endpoint> {
  const trimmed = text.trim().replace(/^[$-]\s+/, ''); // a prompt, or the item of a script
  if (!/^(?:[\w./\\:-]*[/\\])?curl(?:\.exe)?\s/i.test(trimmed)) return readAddress(trimmed);
  const line = readCurl(trimmed);
  return 'problem' in line ? line : readAddress(line.value);
}

function readAddress(text: string): Reading<Endpoint> {
  const queryAt = text.indexOf('?');
  const path = queryAt < 0 ? text : text.slice(0, queryAt);
  const routeAt = path.indexOf(ROUTE);
  if (routeAt < 0) {
    return {
      problem: `is not an endpoint. Copy it from Appsmith: Git Settings > Continuous Delivery; it holds ${ROUTE}`,
    };
  }
  const baseUrl = readBaseUrl(path.slice(0, routeAt));
  if ('problem' in baseUrl) return baseUrl;
  const app = withoutTrailingSlashes(path.slice(routeAt + ROUTE.length));
  if (!APP_ID.test(app)) return { problem: 'has no valid application id. Copy the endpoint again from Appsmith' };
  const branch = queryAt < 0 ? { value: undefined } : readBranch(text.slice(queryAt + 1));
  if ('problem' in branch) return branch;
  return { value: { baseUrl: baseUrl.value, app, ...(branch.value === undefined ? {} : { branch: branch.value }) } };
}

function readBranch(query: string): Reading<string | undefined> {
  if (/(^|&)api-key=/i.test(query)) {
    return {
      problem:
        'holds an api-key, which is a secret. Take it out, make a new token in Appsmith and give that as BEARER_TOKEN',
    };
  }
  if (query === '' || query === 'branchName=') return { value: undefined };
  if (!query.startsWith('branchName=') || /&[A-Za-z][\w-]*=/.test(query)) {
    return { problem: 'holds more than branchName. Cut it off before the ? and give the branch as BRANCH' };
  }
  const written = query.slice('branchName='.length);
  const branch = decoded(written);
  if (NEVER_IN_A_BRANCH.test(branch))
    return { problem: 'names a branch that Git does not allow. Give the branch as BRANCH' };
  return { value: branch };
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

function readCurl(line: string): Reading<string> {
  const words = shellWords(line);
  if (words.some((_, at) => holdsToken(words, at))) {
    return {
      problem: 'holds a token. Take it out, and give it as BEARER_TOKEN, a secured variable',
    };
  }
  const addresses = words.map((word) => word.replace(/^--url=/, '')).filter((word) => /^https?:\/\//i.test(word));
  const address = addresses.find((word) => word.includes(ROUTE)) ?? addresses[0];
  return address === undefined
    ? { problem: 'is a curl line without an address. Copy it again from Appsmith' }
    : { value: address };
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
