/** Text that is already XML or HTML. Only the `markup` tag makes it, so nothing stays unescaped by accident. */
export class Markup {
  readonly #text: string;

  constructor(text: string) {
    this.#text = text;
  }

  toString(): string {
    return this.#text;
  }
}

/** What may be in a `markup` template; `undefined` and `false` become nothing. */
export type Insert = string | number | false | undefined | Markup | readonly Insert[];

/** Template tag for XML and HTML: inserts are escaped, unless they are markup. Lists are joined. */
export function markup(strings: TemplateStringsArray, ...inserts: readonly Insert[]): Markup {
  return new Markup(strings.reduce((text, string, index) => `${text}${inserted(inserts[index - 1])}${string}`));
}

function inserted(insert: Insert): string {
  if (insert === undefined || insert === false) return '';
  if (insert instanceof Markup) return insert.toString();
  return typeof insert === 'object' ? insert.map(inserted).join('') : escaped(String(insert));
}

/** Characters that XML 1.0 forbids even as references. */
const FORBIDDEN = /[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu;

const REFERENCES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Escapes text for XML and HTML; what XML 1.0 forbids is removed. */
export function escaped(text: string): string {
  return text.replace(FORBIDDEN, '').replace(/[&<>"']/g, (char) => REFERENCES[char] as string);
}
