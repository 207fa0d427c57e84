import { type Edit, replaced } from './edit-sources.ts';

/**
 * Nobody pipes into a request of the pipe, retries it through got, or watches its progress; and the pipe makes a client of its own, so that got's default one is
 * not needed. Gains 0.02 × (bare Node = 1).
 */
export const noListeners: readonly Edit[] = [
  {
    file: /\/got\/dist\/source\/core\/index\.js$/,
    edit: (source) =>
      [
        /^ {8}this\.on\('pipe', [\s\S]*?\n {8}\}\);\n/m,
        /^ {8}this\.on\('newListener', [\s\S]*?\n {8}\}\);\n/m,
        /^ +const progress = this\.downloadProgress;\n[\s\S]*?\n {16}\}\n/m,
        /^ +this\.emit\('(?:up|down)loadProgress', this\.(?:up|down)loadProgress\);\n/gm,
      ].reduce((text, expression) => replaced(text, expression, ''), source),
  },
  {
    file: /\/got\/dist\/source\/index\.js$/,
    edit: (source) =>
      replaced(
        replaced(source, 'new Options()', '/* @__PURE__ */ new Options()'),
        'create(defaults)',
        '/* @__PURE__ */ create(defaults)',
      ),
  },
];
