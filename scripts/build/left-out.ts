import type { Plugin } from 'esbuild';

/**
 * Parts of got that belong to options the pipe never sets: HTTP caching, HTTP/2, the DNS cache, decompression. Each is replaced by a stub that throws when it is
 * used. Gains 0.04 × (bare Node = 1) and 60 kB. The paths are got's internals: one that has moved fails the build.
 */
const LEFT_OUT = [
  /\/cacheable-request\/dist\/index\.js$/,
  /\/got\/dist\/source\/core\/utils\/(http2-client|dns-cache|decompress-response)\.js$/,
];

export const leftOut: Plugin = {
  name: 'left-out',
  setup({ onLoad, onEnd, initialOptions }) {
    const found = new Set<RegExp>();
    for (const filter of LEFT_OUT) {
      onLoad({ filter }, ({ path }) => {
        found.add(filter);
        return { contents: stub(path.replace(/.*node_modules\//, '')), loader: 'js' };
      });
    }
    onEnd(({ errors }) => {
      const missing = LEFT_OUT.filter((filter) => !found.has(filter));
      const hasGot = JSON.stringify(initialOptions.entryPoints).includes('client');
      if (hasGot && errors.length === 0 && missing.length > 0)
        throw new Error(`got no longer has ${missing.join(', ')}: look at left-out.ts`);
    });
  },
};

function stub(name: string): string {
  return `
    const fail = () => { throw new Error(${JSON.stringify(`${name} is left out of this build`)}); };
    export default new Proxy(function () {}, { apply: fail, construct: fail, get: (_, key) => (key === 'globalAgent' ? undefined : fail()) });
    export class CacheError extends Error {}`;
}
