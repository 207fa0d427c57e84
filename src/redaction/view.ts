/**
 * A text as bytes, one character for each, without white space and invisible characters, since encoders break lines.
 * Letters keep their case, since base64 needs it.
 */
export interface View {
  readonly characters: string;
  /** Something was decoded, so few bytes may come from many characters. */
  readonly isDecoded: boolean;
  /** Where each byte is in the original text. Computed only when something was found. */
  readonly places: () => readonly Span[];
}

export type Span = readonly [start: number, end: number];

/** How one kind of escapes is recognised and read. */
export interface Escapes {
  /** A text without it is not searched. */
  readonly marker: string;
  /** Linear, with the flag g. */
  readonly pattern: RegExp;
  /** The bytes of a match, one character each. */
  readonly decode: (match: RegExpExecArray) => string;
  /** True: text between the matches is left out, as the columns of a dump are. */
  readonly alone?: true;
}

/** How one encoding of whole texts, such as base64, is recognised and read. */
export interface Runs {
  /** Linear, with the flag g. At least twelve bytes, the shortest part of a secret that is masked. */
  readonly pattern: RegExp;
  /** Most runs are words or ids: this matches only those that may contain as many bytes of ASCII. */
  readonly readable: RegExp;
  /** How many characters of a run may belong to something else before it. */
  readonly skips: readonly number[];
  /** Characters of a run for each byte. */
  readonly width: (run: string) => number;
  /** The bytes of a run, one character each. */
  readonly decode: (run: string) => string;
}

const UNSEEN_BYTES = /[\x00-\x20\x7f]+/g;
const UNSEEN = /[\s\p{Cc}\p{Cf}]/u;

/** The bytes of a text that can be seen, as UTF-8. */
export function visibleBytes(text: string): string {
  if (!/[^\x00-\x7f]/.test(text)) return text.replace(UNSEEN_BYTES, '');
  return Buffer.from(text.replace(/[\s\p{Cc}\p{Cf}]+/gu, '')).toString('latin1');
}

export function viewOf(text: string): View {
  return {
    characters: visibleBytes(text),
    isDecoded: false,
    places: once(() => {
      const places: Span[] = [];
      let start = 0;
      for (const character of text) {
        const place: Span = [start, start + character.length];
        if (!UNSEEN.test(character))
          for (let bytes = Buffer.byteLength(character); bytes > 0; bytes -= 1) places.push(place);
        start += character.length;
      }
      return places;
    }),
  };
}

/** The text with white space, for encodings that need it; not for comparing. */
export function withWhiteSpace(text: string): View {
  return {
    characters: text.replace(/[^\x00-\xff]/g, ' '),
    isDecoded: false,
    places: once(() => Array.from({ length: text.length }, (_, at): Span => [at, at + 1])),
  };
}

/** The view with all escapes of a kind decoded; undefined when there is none. */
export function unescaped(view: View, { marker, pattern, decode, alone }: Escapes): View | undefined {
  const { characters } = view;
  if (!characters.includes(marker)) return undefined;
  const pieces: { start: number; end: number; text: string; isEscape: boolean }[] = [];
  let from = 0;
  const addText = (end: number) => {
    if (!alone) pieces.push({ start: from, end, text: characters.slice(from, end), isEscape: false });
  };
  for (const match of characters.matchAll(pattern)) {
    addText(match.index);
    from = match.index + match[0].length;
    pieces.push({ start: match.index, end: from, text: decode(match), isEscape: true });
  }
  if (from === 0) return undefined;
  addText(characters.length);
  const places = () => {
    const outer = view.places();
    return pieces.flatMap(({ start, end, text, isEscape }) => {
      const place = spanOf(outer, start, end - 1);
      const inner = isEscape ? Array.from(text, () => place) : outer.slice(start, end);
      return inner.filter((_, at) => isSeen(text, at));
    });
  };
  const decoded = pieces.map(({ text }) => text).join('');
  return { characters: decoded.replace(UNSEEN_BYTES, ''), isDecoded: true, places: once(places) };
}

/** Text, or UTF-16. What was never encoded decodes to random bytes, with hardly any such stretch. */
const READABLE = /[\x00\t\n\r -~]{12,}/g;
/** Separates stretches that do not belong together. */
const GAP = '\xff';

/** The readable text in all runs of a kind; undefined when there is none. */
export function decodedRuns(view: View, { pattern, readable, skips, width, decode }: Runs): View | undefined {
  if (view.characters.search(pattern) < 0) return undefined;
  const stretches: { start: number; end: number; bytes: string; first: number; share: number }[] = [];
  for (const { 0: run, index } of view.characters.matchAll(pattern)) {
    if (!readable.test(run)) continue;
    for (const skip of skips) {
      for (const { 0: bytes, index: first } of decode(run.slice(skip)).matchAll(READABLE))
        stretches.push({ start: index + skip, end: index + run.length, bytes, first, share: width(run) });
    }
  }
  if (stretches.length === 0) return undefined;
  const places = () => {
    const outer = view.places();
    const inner: Span[] = [];
    for (const { start, end, bytes, first, share } of stretches) {
      for (let at = 0; at < bytes.length; at += 1) {
        if (!isSeen(bytes, at)) continue;
        const from = start + Math.floor((first + at) * share);
        const to = Math.min(end, start + Math.ceil((first + at + 1) * share));
        inner.push(spanOf(outer, from, to - 1));
      }
      inner.push([0, 0]); // the gap
    }
    return inner;
  };
  const characters = stretches.map(({ bytes }) => bytes.replace(UNSEEN_BYTES, '') + GAP).join('');
  return { characters, isDecoded: true, places: once(places) };
}

function isSeen(bytes: string, at: number): boolean {
  const code = bytes.charCodeAt(at);
  return code > 0x20 && code !== 0x7f;
}

/** The span in the original text from the first of some bytes to the last. */
export function spanOf(places: readonly Span[], first: number, last: number): Span {
  return [Number(places[first]?.[0]), Number(places[last]?.[1])];
}

function once<T>(make: () => T): () => T {
  let made: T | undefined;
  return () => {
    made ??= make();
    return made;
  };
}
