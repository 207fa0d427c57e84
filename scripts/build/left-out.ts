import type { Edit } from './edit-sources.ts';

/**
 * Parts of got that belong to options the pipe never sets: HTTP caching, HTTP/2, the DNS cache, decompression. Each is replaced by a stub that throws when it is
 * used. Gains 0.04 × (bare Node = 1) and 60 kB.
 */
export const leftOut: readonly Edit[] = [
  /\/cacheable-request\/dist\/index\.js$/,
  /\/got\/dist\/source\/core\/utils\/http2-client\.js$/,
  /\/got\/dist\/source\/core\/utils\/dns-cache\.js$/,
  /\/got\/dist\/source\/core\/utils\/decompress-response\.js$/,
].map((file) => ({ file, edit: (_, path) => stub(path.replace(/.*node_modules\//, '')) }));

function stub(name: string): string {
  return `
    const fail = () => { throw new Error(${JSON.stringify(`${name} is left out of this build`)}); };
    export default new Proxy(function () {}, { apply: fail, construct: fail, get: (_, key) => (key === 'globalAgent' ? undefined : fail()) });
    export class CacheError extends Error {}`;
}
