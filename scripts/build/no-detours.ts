import { type Edit, replaced } from './edit-sources.ts';

/**
 * What got does on the way of every request for options that the pipe never sets: redirects and retries of its own, cookies, credentials in an address, bodies, a
 * cache, a response that is piped on. It stands in the middle of functions that each request runs, so V8 would load it with them. What could still be reached
 * throws. Gains, with the headers, 0.02 × (bare Node = 1).
 */
export const noDetours: readonly Edit[] = [
  {
    file: /\/got\/dist\/source\/core\/index\.js$/,
    edit: (source) => withFewerHeaders(UNREACHABLE.reduce(withoutBlock, REACHABLE.reduce(withStub, source))),
  },
];

/** Statements by their beginning, and what they are for. Their conditions stay. */
const REACHABLE: readonly (readonly [start: string, what: string])[] = [
  ["if (this.listenerCount('retry') !== 0) {", 'retry'],
  ['if (is.object(options.cookieJar) && rawCookies) {', 'cookie jar'],
  ["if (shouldFollowRedirect) {\n            // We're", 'redirect'],
  ['if (isForm || isJSON || isBody) {', 'body'],
  ['if (useCache) {', 'cache'],
];

/** Without hooks, credentials and cookies the headers are those that were set. */
const UNREACHABLE: readonly string[] = [
  'if (urlBeforeRequestHooks\n            && options.url instanceof URL\n            && has',
  'if (urlBeforeRequestHooks\n            && options.url instanceof URL\n            && !is',
  'if (request === undefined) {\n            const currentHeaders',
  'const connectionListedHeaders = getConnectionListedHeaders(response.headers);\n        for ',
];

function withStub(source: string, [start, what]: (typeof REACHABLE)[number]): string {
  const condition = start.slice(0, start.indexOf('{'));
  return withBlock(source, start, `${condition}{ throw new Error("got's ${what} is left out of this build"); }`);
}

function withoutBlock(source: string, start: string): string {
  return withBlock(source, start, '');
}

/** Replaces a statement, from its beginning to the brace that ends it. */
function withBlock(source: string, start: string, by: string): string {
  const at = source.indexOf(start);
  if (source.includes(start, at + 1)) throw new Error(`The build edits a source that has ${start} more than once`);
  const indent = source.slice(source.lastIndexOf('\n', at) + 1, at);
  const brace = `\n${indent}}\n`;
  const end = source.indexOf(brace, at);
  if (at < 0 || end < 0) throw new Error(`The build edits a source that has no ${start} any more`);
  return `${source.slice(0, at)}${by}${source.slice(end + brace.length - 1)}`;
}

/** The fields of an answer as the pipe reads them: to make Node's other collection of them takes three times the code. */
function withFewerHeaders(source: string): string {
  const field = /\b(response|nativeResponse)\.headers(?:\.(location)\b|\['(content-length|set-cookie)'\])/g;
  return replaced(
    withoutBlock(source, "if (!Object.hasOwn(response, 'headers')) {"),
    field,
    (_, response, one, other) => `${response}.headersDistinct['${one ?? other}']?.[0]`,
  );
}
