import { type ComparableText, comparable, comparableCharacters, unescaped } from './comparable-text.ts';
import { ownText, secretForms } from './secret-forms.ts';

/** What stands in place of a secret. Harmless in JSON, XML, HTML and YAML. */
const MASK = '****';
/** Every form is found by its first characters; forms that are shorter are not masked. */
const KEY_LENGTH = 4;
/** Text may end, or be cut, in the middle of a secret: a beginning of this length is masked as well. */
const SHORTEST_PREFIX = 9;
/** So is any other part of a secret that is written as it is, from this length on. Shorter ones are words, or chance. */
const SHORTEST_PART = 12;
/** JSON within JSON within a URL: deeper than this nobody quotes. */
const MOST_LAYERS = 3;

/** Text that is compared as it is, but for white space and the case of letters: ASCII without the signs that an escape begins with, `%`, `&` and `\`. */
const PLAIN = /^[\t\n\r !-$'-[\]-~]*$/;

/** Something to mask, in the shape that texts are compared in. */
interface Form {
  readonly characters: string;
  /** It must be there whole: it is a part already. */
  readonly whole: boolean;
}

/** A part of a text, by its places. */
type Span = readonly [start: number, end: number];

/**
 * Masks secrets in text: in every form that they may come back in, escaped or not, whatever the case of the letters, broken over lines or not.
 * Secrets are registered before anything is written. Shorter ones than four characters are nothing that could be told from text.
 */
export class Redactor {
  readonly #forms = new Map<string, Form[]>();
  /** The codes of the characters that forms begin with. */
  readonly #firstCodes = new Set<number>();
  readonly #known = new Set<string>();

  /** Registers secrets, with all their derived forms, for everything that is redacted from now on. */
  add(...secrets: readonly string[]): void {
    for (const secret of secrets) {
      if (this.#known.has(secret)) continue;
      this.#known.add(secret);
      for (const form of secretForms(secret)) this.#addForm(comparableCharacters(form), false);
      const characters = comparableCharacters(ownText(secret));
      for (let end = SHORTEST_PART; end <= characters.length; end += 1)
        this.#addForm(characters.slice(end - SHORTEST_PART, end), true);
    }
  }

  /** The text with every secret replaced by `****`. */
  redact(text: string): string {
    if (this.#forms.size === 0 || this.#isClean(text)) return text;
    const spans: Span[] = [];
    let views: ComparableText[] = [comparable(text)];
    for (let layer = 0; layer <= MOST_LAYERS; layer += 1) {
      for (const view of views) for (const span of this.#find(view)) spans.push(span);
      views = views.flatMap(unescaped);
    }
    return masked(text, spans);
  }

  /** Tells of plain text, at little cost, that it has no place where a secret could begin. Most lines are so. False: to be looked at closely. */
  #isClean(text: string): boolean {
    if (!PLAIN.test(text)) return false;
    const characters = text.replaceAll(/\s/g, '').toLowerCase();
    for (let at = 0; at + KEY_LENGTH <= characters.length; at += 1) {
      if (this.#firstCodes.has(characters.charCodeAt(at)) && this.#forms.has(characters.slice(at, at + KEY_LENGTH)))
        return false;
    }
    return true;
  }

  #addForm(characters: string, whole: boolean): void {
    if (characters.length < KEY_LENGTH) return;
    const key = characters.slice(0, KEY_LENGTH);
    const forms = this.#forms.get(key) ?? [];
    forms.push({ characters, whole });
    this.#forms.set(key, forms);
    this.#firstCodes.add(key.charCodeAt(0));
  }

  *#find({ characters, starts, ends }: ComparableText): Iterable<Span> {
    for (let at = 0; at + KEY_LENGTH <= characters.length; at += 1) {
      for (const form of this.#forms.get(characters.slice(at, at + KEY_LENGTH)) ?? []) {
        const length = commonLength(form.characters, characters, at);
        const span: Span = [starts[at] as number, ends[at + length - 1] as number];
        // Escaped characters tell as much as they are long.
        const isLong = length >= SHORTEST_PREFIX || span[1] - span[0] >= SHORTEST_PREFIX;
        if (length === form.characters.length || (isLong && !form.whole)) yield span;
      }
    }
  }
}

function commonLength(form: string, text: string, at: number): number {
  let length = KEY_LENGTH;
  while (length < form.length && form[length] === text[at + length]) length += 1;
  return length;
}

/** Spans may overlap: one secret may end with the beginning of another. */
function masked(text: string, spans: readonly Span[]): string {
  let result = '';
  let from = 0;
  for (const [start, end] of spans.toSorted(([one], [other]) => one - other)) {
    if (start >= from) result += text.slice(from, start) + MASK;
    from = Math.max(from, end);
  }
  return result + text.slice(from);
}
