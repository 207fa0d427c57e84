import { type Edit, replaced } from './edit-sources.ts';

/** Groups of options that the pipe sets for no request. */
const SHARED = ['cacheOptions', 'https', 'agent', 'timeout', 'hooks', 'pagination'];

/**
 * got copies all options of an instance for each request, some of them three times, and passes fifty on to Node. Here requests share the groups that the pipe does not
 * set, which are frozen, so that to set one fails; and the pipe's own request function gets what it takes. Gains, with no-hooks.ts, a tenth of the CPU time of many
 * deployments.
 */
export const leanOptions: readonly Edit[] = [
  {
    file: /\/got\/dist\/source\/core\/options\.js$/,
    edit: (source) => {
      const shared = SHARED.reduce(
        (text, name) => replaced(text, new RegExp(`^ {8}${name}: .*\\b(?:internals|hooks)\\b.*\\n`, 'm'), ''),
        source,
      );
      const loud = replaced(
        shared,
        /(?<=^function safeObjectAssign[\s\S]{1,200}) Reflect\.set\(target, key, value\);/m,
        " if (!Reflect.set(target, key, value)) throw new Error(`got's option ${key} is shared in this build`);",
      );
      const uncopied = replaced(
        replaced(loud, /^ +options = cloneRaw\(options\);\n/m, ''),
        /(?<=^const cloneHeaders = \(headers\) => ).*;$/m,
        '({ ...headers });',
      );
      return replaced(
        uncopied,
        /(?<=^ {4}createNativeRequestOptions\(\) \{\n)[\s\S]*?(?=^ {4}\}\n)/m,
        `if (this.#internals.request === undefined) throw new Error("got's own request function is left out of this build");
         return { method: this.#internals.method, headers: { ...this.#internals.headers } };\n`,
      );
    },
  },
  {
    file: /\/got\/dist\/source\/create\.js$/,
    edit: (source) =>
      replaced(
        source,
        /Object\.defineProperties\(\{\}, Object\.getOwnPropertyDescriptors\(options\)\)/,
        '{ ...options }',
      ),
  },
];
