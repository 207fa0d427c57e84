import { type Edit, replaced } from './edit-sources.ts';

/**
 * got checks the type of every option at every request, with a package that tells a hundred types apart. TypeScript has checked ours, and the plain build,
 * which passes the same tests, checks them again. Here the checks are left out, and of that package only what got decides by stays. Gains, with
 * no-diagnostics.ts, 0.07 × (bare Node = 1) and 26 kB.
 */
export const trustedOptions: readonly Edit[] = [
  { file: /\/got\/dist\/source\/core\/options\.js$/, edit: withoutChecks },
  { file: /\/got\/dist\/source\/.*\.js$/, edit: named },
  { file: /\/@sindresorhus\/is\/distribution\/index\.js$/, edit: shakable },
  // A table for numbers in hex, which got does not write.
  {
    file: /\/uint8array-extras\/index\.js$/,
    edit: (source) => replaced(source, '= Array.from(', '= /* @__PURE__ */ Array.from('),
  },
];

/** The functions that wrap the checks do nothing; the bundler drops calls of such. To know all options' names takes as long as to define them. */
function withoutChecks(source: string): string {
  const unchecked = ['wrapAssertionWithContext', 'assertAny', 'assertCount', 'assertPlainObject'].reduce(
    (text, name) =>
      replaced(text, new RegExp(`function ${name}\\(.*?\\) \\{\\n[^]*?\\n\\}\\n`), `function ${name}() {}\n`),
    source,
  );
  return [/^ +if \(!optionNames\.has\(key\)\) \{\n.*\n +\}\n/m, /^const option(?:Descriptors|Names) = .*\n/gm].reduce(
    (text, check) => replaced(text, check, ''),
    unchecked,
  );
}

/** Checks go; `is.string` becomes the function itself, which the bundler can tell from those that nobody calls. */
function named(source: string): string {
  if (!source.includes("from '@sindresorhus/is'")) return source;
  const imported = replaced(
    source,
    /import is(?:, (\{ isBuffer \})|, \{ assert \})? from ('@sindresorhus\/is');/,
    (_, more, is) =>
      `import * as is$ from ${is};${more === undefined ? '' : `import ${more} from ${is};`}function unchecked() {}`,
  );
  return imported
    .replace(/\bassert\.\w+\(/g, 'unchecked(')
    .replace(/\bis\.([a-z])(?=\w)/g, (_, first) => `is$.is${first.toUpperCase()}`);
}

/** The two collections of all functions, and what builds them, may go when nobody uses them. There are no elements of HTML here. */
function shakable(source: string): string {
  const direct = replaced(
    source,
    /(?<=const getObjectType = )\(value\) => \{\n[\s\S]*?\n\};/,
    '(value) => Object.prototype.toString.call(value).slice(8, -1);',
  );
  const pure = replaced(direct, /= (Object\.assign\(|createAssertNot\(|keysOf\(|new )/g, '= /* @__PURE__ */ $1');
  return replaced(pure, /\$\{is\(value\)\}/g, '$${detect(value)}');
}
