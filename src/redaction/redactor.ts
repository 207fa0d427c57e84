import { ESCAPES, RUNS, SPACED } from './decoders.ts';
import { decodedRuns, type Span, spanOf, unescaped, type View, viewOf, visibleBytes, withWhiteSpace } from './view.ts';

/** Harmless in JSON, XML, HTML and YAML. */
const MASK = '****';
/** Every form is found by its first bytes; forms that are shorter are not masked. */
const KEY_LENGTH = 4;
/** Text may be cut in the middle of a secret: a beginning of this length is masked as well. */
const SHORTEST_PREFIX = 9;
/** Any other part of a secret of this length is masked too. Shorter ones are words, or coincidence. */
const SHORTEST_PART = 12;
/** JSON in JSON in a URL in a URL: deeper nesting is not decoded. */
const MOST_LAYERS = 4;

/** Bytes to mask, one character each, in lower case. */
interface Form {
  readonly bytes: string;
  /** It is a part of a secret itself, so only the whole form is masked, not its beginning. */
  readonly isPart: boolean;
}

/**
 * Masks secrets in text, in any letter case, over several lines, and in nested encodings, which it decodes.
 * Secrets of less than four characters cannot be distinguished from text.
 */
export class Redactor {
  /** By the first four bytes, as a number. */
  readonly #forms = new Map<number, Form[]>();
  /** By a hash of those, which rules out nearly all of a text. */
  readonly #filter = new Uint8Array(1 << 16);
  readonly #known = new Set<string>();

  add(...secrets: readonly string[]): void {
    for (const secret of secrets) {
      if (this.#known.has(secret)) continue;
      this.#known.add(secret);
      for (const form of secretForms(secret)) this.#addForm(folded(visibleBytes(form)), false);
      const bytes = folded(visibleBytes(withoutPemBoundaries(secret)));
      for (let end = SHORTEST_PART; end <= bytes.length; end += 1)
        this.#addForm(bytes.slice(end - SHORTEST_PART, end), true);
    }
  }

  redact(text: string): string {
    if (this.#forms.size === 0) return text;
    const spans: Span[] = [];
    const searched = new Set<string>();
    const spaced = SPACED.filter(({ marker }) => text.includes(marker));
    let views = [viewOf(text), ...spaced.map((kind) => unescaped(withWhiteSpace(text), kind))];
    for (let layer = 0; layer <= MOST_LAYERS && views.length > 0; layer += 1) {
      const next: (View | undefined)[] = [];
      for (const view of views) {
        if (view === undefined || searched.has(view.characters)) continue;
        searched.add(view.characters);
        this.#find(view, spans);
        if (layer < MOST_LAYERS) next.push(...decodedOnce(view));
      }
      views = next;
    }
    return spans.length === 0 ? text : masked(text, spans);
  }

  #addForm(bytes: string, isPart: boolean): void {
    if (bytes.length < KEY_LENGTH) return;
    let key = 0;
    for (let at = 0; at < KEY_LENGTH; at += 1) key = withByte(key, bytes.charCodeAt(at));
    const forms = this.#forms.get(key) ?? [];
    forms.push({ bytes, isPart });
    this.#forms.set(key, forms);
    this.#filter[hashOf(key)] = 1;
  }

  /** Adds where secrets are in a view. Hot: every byte of the log passes here. */
  #find(view: View, spans: Span[]): void {
    const bytes = folded(view.characters);
    let key = 0;
    for (let last = 0; last < bytes.length; last += 1) {
      key = withByte(key, bytes.charCodeAt(last));
      if (last < KEY_LENGTH - 1 || this.#filter[hashOf(key)] === 0) continue;
      const at = last - KEY_LENGTH + 1;
      for (const form of this.#forms.get(key) ?? []) {
        const length = commonLength(form.bytes, bytes, at);
        const isComplete = length === form.bytes.length;
        if (!isComplete && (form.isPart || (length < SHORTEST_PREFIX && !view.isDecoded))) continue;
        const span = spanOf(view.places(), at, at + length - 1);
        // A few decoded characters may take up many characters of the text.
        if (isComplete || length >= SHORTEST_PREFIX || span[1] - span[0] >= SHORTEST_PREFIX) spans.push(span);
      }
    }
  }
}

/** What is in a view, by each encoding that it has. */
function decodedOnce(view: View): (View | undefined)[] {
  return [...ESCAPES.map((kind) => unescaped(view, kind)), ...RUNS.map((kind) => decodedRuns(view, kind))];
}

/** Ignores case. The bytes of other characters change in the same way in secrets and texts. */
function folded(bytes: string): string {
  return bytes.toLowerCase();
}

/** @returns the last four bytes as a number */
function withByte(key: number, code: number): number {
  return (key << 8) | code;
}

function hashOf(key: number): number {
  return Math.imul(key, 0x9e37_79b1) >>> 16;
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

/** Shorter texts than this are too common to mask. */
const SHORTEST = 4;
const PEM_BOUNDARY = /-----(?:BEGIN|END) [A-Z0-9 ]{1,40}-----/g;
/** The last one is escaped, as in JSON. */
const LINE_ENDS = ['\n', '\r', '\\n'];

/**
 * Forms of a secret that decoding would miss: short ones, cut ones, base64 in another case, as in a host name.
 * Each line of a secret has its own forms.
 */
function secretForms(secret: string): string[] {
  const text = withoutPemBoundaries(secret);
  const lines = LINE_ENDS.some((end) => text.includes(end)) ? text.split(/[\r\n]+|\\n/) : [text];
  const texts = new Set([text, ...lines].map((line) => line.trim()));
  const forms = [...texts].filter(({ length }) => length >= SHORTEST).flatMap(encodings);
  return [...new Set(forms)].filter((form) => form.length >= SHORTEST);
}

/** All certificates and keys have the same ones. */
function withoutPemBoundaries(secret: string): string {
  return secret.replace(PEM_BOUNDARY, '\n');
}

function encodings(text: string): string[] {
  const bytes = Buffer.from(text);
  const base64 = [0, 1, 2].map((offset) => base64At(bytes, offset));
  return [
    text,
    text.replaceAll(' ', '+'),
    bytes.toString('hex'),
    ...base64,
    ...base64.map((form) => form.replaceAll('+', '-').replaceAll('/', '_')),
  ];
}

/** The part of the base64 text that depends on the secret alone, with `offset` bytes (mod 3) before it. */
function base64At(bytes: Buffer, offset: number): string {
  const text = Buffer.concat([Buffer.alloc(offset), bytes]).toString('base64');
  return text.slice(Math.ceil((offset * 8) / 6), Math.floor(((offset + bytes.length) * 8) / 6));
}
