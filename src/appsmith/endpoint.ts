import { type AddressRules, readAddress } from '../text/address.ts';
import { definedOnly } from '../text/defined-only.ts';
import { printable, trimAscii } from '../text/printable.ts';
import { findUnreplaced, unreplacedProblem } from '../text/references.ts';
import { type Mistake, mistakeIn, type Remarks } from '../text/remarks.ts';
import { withLeak } from '../text/stray-tokens.ts';
import { decodedBranch, isBranchName } from './branch.ts';
import { findCurl, holdsSecret, readCurl } from './curl-line.ts';

/** Where a deployment is sent: one application, perhaps a branch, of one server. */
export interface Endpoint {
  /** Origin and path prefix, no trailing slash: `https://appsmith.example.com/prefix`. */
  readonly url: string;
  readonly app: string;
  /** Absent when the text names none. */
  readonly branch?: string;
}

/** What every endpoint has between the server and the application's id. */
export const ROUTE = '/api/v1/git/deploy/app/';
const APP_ID = /^[A-Za-z0-9_-]+$/;

/**
 * The address that a deployment is sent to. The branch is percent-encoded; Appsmith's own page does not do that, so its
 * curl line fails for `feature/a&b`.
 */
export function endpointUrl({ url, app, branch }: Required<Endpoint>): string {
  return `${url}${ROUTE}${app}?branchName=${encodeURIComponent(branch.toWellFormed())}`;
}

/** What people copy with the address of a server: the path of a page of Appsmith, or of its API. */
const PAGE =
  /\/(?:(?:applications|login|user\/(?:login|signup|forgotPassword|resetPassword))\/?$|(?:admin\/settings|workspace\/[0-9a-f]{24}|api\/v1|app\/.*(?:[0-9a-f]{24}|\/edit))(?:\/|$)).*/;
const EXAMPLE = 'https://appsmith.example.com';
const EXAMPLE_ENDPOINT = `${EXAMPLE}${ROUTE}0123456789abcdef01234567?branchName=main`;

/**
 * Reads the address of a server: http or https, a path prefix is kept, trailing slashes are dropped.
 * Case of the host and a default port are normalised, so two spellings of one server read the same.
 */
export function readBaseUrl(text: string, remarks: Remarks): string | undefined {
  const leakRemarks = withLeak(text, remarks);
  if (findCurl(text) !== undefined) return leakRemarks.problem('is a curl line. Set DEPLOY_ENDPOINT to it instead');
  if (text.includes(ROUTE) && /^https?:/i.test(text))
    return leakRemarks.problem('is the whole endpoint. Set it as DEPLOY_ENDPOINT, or remove /api and all that follows');
  return readServer(text, { example: EXAMPLE, credentials: false }, leakRemarks);
}

function readServer(text: string, rules: AddressRules, remarks: Remarks): string | undefined {
  const url = readAddress(text, rules, remarks);
  if (url === undefined) return undefined;
  const [page = ''] = PAGE.exec(url.pathname) ?? [];
  const server = url.origin + withoutTrailingSlashes(url.pathname.slice(0, url.pathname.length - page.length));
  const [mark] = /[?#]/.exec(text) ?? [];
  if (page !== '')
    return remarks.problem(
      `ends with ${printable(page, 60)}, ${page.startsWith('/api') ? "a part of Appsmith's API" : 'a page of Appsmith'}. Write ${server}`,
    );
  return mark === undefined ? server : remarks.problem(`must end before the ${mark}. Write ${server}`);
}

/**
 * Reads what a user copies from Appsmith's Continuous Delivery page: the endpoint, or the whole `curl …` line around
 * it.
 *
 * Appsmith shows the branch unencoded, so all that follows `branchName=` is the branch (`feature/a&b`, `fix#1`),
 * percent-decoded where that gives a name that Git allows. Where `&name=` follows, a branch and a second parameter look
 * the same: that is a problem, not a guess.
 */
export function readEndpoint(text: string, remarks: Remarks): Endpoint | undefined {
  const line = findCurl(text);
  if (line === undefined) return readParts(trimAscii(text).replace(/^- +/, ''), withLeak(text, remarks));
  const address = readCurl(line, ROUTE, remarks);
  return address === undefined ? undefined : readParts(address, remarks);
}

/** Mistakes in what follows the endpoint. */
const BEHIND: readonly Mistake[] = [
  [/\/deploy\/app\/.*\/deploy\/app\//s, "holds several endpoints. Write a list of them, ['…', '…']"],
  [/\s--?[A-Za-z]/, 'has options of curl after the address, such as --header. Remove them'],
];

function readParts(text: string, remarks: Remarks): Endpoint | undefined {
  const unreplaced = findUnreplaced(text);
  if (unreplaced?.kind === 'command' && unreplaced.written.includes(ROUTE))
    return remarks.problem(unreplacedProblem(unreplaced));
  const queryAt = text.indexOf('?');
  const path = queryAt < 0 ? text : text.slice(0, queryAt);
  const routeAt = path.indexOf(ROUTE);
  if (routeAt < 0) {
    return remarks.problem(
      `is not an endpoint. Copy it from Appsmith: Git Settings > Continuous Delivery; it holds ${ROUTE}`,
    );
  }
  const rules = { example: EXAMPLE_ENDPOINT, credentials: false, partial: true } as const;
  const url = readServer(path.slice(0, routeAt), rules, remarks);
  if (url === undefined) return undefined;
  const behind = mistakeIn(text, BEHIND);
  if (behind !== undefined) return remarks.problem(behind);
  const app = withoutTrailingSlashes(path.slice(routeAt + ROUTE.length));
  if (!APP_ID.test(app)) return remarks.problem('has no valid application id. Copy the endpoint again from Appsmith');
  const branch = queryAt < 0 ? '' : readBranch(text.slice(queryAt + 1), remarks);
  if (branch === undefined) return undefined;
  return definedOnly({ url, app, branch: branch || undefined });
}

/** The application's id in an endpoint, or in a curl line with one. */
export function appIdIn(text: string): string | undefined {
  const at = text.indexOf(ROUTE);
  return at < 0 ? undefined : /^[A-Za-z0-9_-]+/.exec(text.slice(at + ROUTE.length))?.[0];
}

/** @returns an empty text when the query names no branch */
function readBranch(query: string, remarks: Remarks): string | undefined {
  const [, key, secret = ''] = /(?:^|&)(api-?key|token|access_token|authorization)=([^&]*)/i.exec(query) ?? [];
  if (key !== undefined) {
    remarks.secret(secret);
    return remarks.problem(holdsSecret(`${key.toLowerCase()}=, a secret`));
  }
  if (query === '' || query === 'branchName=') return '';
  if (!query.startsWith('branchName=') || /&[A-Za-z][\w-]*=/.test(query))
    return remarks.problem('holds more than branchName. Remove the ? and all that follows, and set BRANCH');
  const written = query.slice('branchName='.length);
  const branch = decodedBranch(written);
  return isBranchName(branch)
    ? branch
    : remarks.problem('names a branch that Git does not allow. Set BRANCH to the branch');
}

function withoutTrailingSlashes(path: string): string {
  let end = path.length;
  while (path[end - 1] === '/') end -= 1;
  return path.slice(0, end);
}
