import { secretForms } from './secret-forms.ts';

/** What stands in place of a secret. Harmless in JSON, XML, HTML and YAML. */
const MASK = '****';
/** Every form is found by its first characters. */
const KEY_LENGTH = 4;
/** Text may end, or be cut, in the middle of a secret: a longer beginning than this is masked as well. */
const SHORTEST_PREFIX = 9;

/**
 * Masks secrets in text: in every form that they may come back in, whatever the case of the letters, broken over lines or not.
 * Secrets are registered before anything is written. Shorter ones than four characters are nothing that could be told from text.
 */
export class Redactor {
  readonly #forms = new Map<string, string[]>();
  readonly #known = new Set<string>();

  /** Registers secrets, with all their derived forms, for everything that is redacted from now on. */
  add(...secrets: readonly string[]): void {
    for (const secret of secrets) {
      if (this.#known.has(secret)) continue;
      this.#known.add(secret);
      for (const form of secretForms(secret)) this.#addForm(lowerCase(form));
    }
  }

  /** The text with every secret replaced by `****`. */
  redact(text: string): string {
    const folded = lowerCase(text);
    let result = '';
    let from = 0;
    for (let at = 0; at + KEY_LENGTH <= folded.length; at += 1) {
      const end = this.#matchEnd(folded, at);
      if (end === 0) continue;
      result += text.slice(from, at) + MASK;
      from = end;
      at = end - 1;
    }
    return from === 0 ? text : result + text.slice(from);
  }

  #addForm(form: string): void {
    const key = form.slice(0, KEY_LENGTH);
    const forms = this.#forms.get(key) ?? [];
    if (!forms.includes(form)) forms.push(form);
    this.#forms.set(key, forms);
  }

  /** Where the longest secret that begins at a place ends; 0 when none does. */
  #matchEnd(text: string, at: number): number {
    const forms = this.#forms.get(text.slice(at, at + KEY_LENGTH)) ?? [];
    return forms.reduce((end, form) => Math.max(end, endOf(form, text, at)), 0);
  }
}

/** White space inside the text is passed over: encoders break long lines. */
function endOf(form: string, text: string, start: number): number {
  let at = start;
  let matched = 0;
  let end = start;
  while (matched < form.length && at < text.length) {
    if (text[at] === form[matched]) {
      matched += 1;
      end = at + 1;
    } else if (matched < KEY_LENGTH || !/\s/.test(text.charAt(at))) {
      break;
    }
    at += 1;
  }
  return matched === form.length || matched >= SHORTEST_PREFIX ? end : 0;
}

/** ASCII only, so that no character changes its length. */
function lowerCase(text: string): string {
  return text.replace(/[A-Z]+/g, (letters) => letters.toLowerCase());
}
