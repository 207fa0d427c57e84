/**
 * Text in the shape that secrets are compared in: UTF-8, one character for each byte, ASCII letters in lower case, without white space and whatever
 * else cannot be seen. Encoders break lines, and servers change the case of letters.
 */
export interface ComparableText {
  readonly characters: string;
  /** Where, in the original text, each character begins and ends. */
  readonly starts: readonly number[];
  readonly ends: readonly number[];
}

/** Percent-encoding; the escapes of JSON and JavaScript, where two `\u` may be the halves of one character; those of HTML. All in lower case. */
const ESCAPES = [
  /%[0-9a-f]{2}/g,
  /\\x[0-9a-f]{2}|\\ud[89ab][0-9a-f]{2}\\ud[c-f][0-9a-f]{2}|\\u[0-9a-f]{4}|\\[^ux]/g,
  /&#x[0-9a-f]{1,6};|&#[0-9]{1,7};|&(?:amp|lt|gt|quot|apos|nbsp);/g,
];
const ENTITIES = new Map(Object.entries({ amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: ' ' }));

/** Brings a text into the shape that secrets are compared in. */
export function comparable(text: string): ComparableText {
  const result = new Builder();
  let start = 0;
  for (const character of text) {
    const end = start + character.length;
    result.add(character, start, end);
    start = end;
  }
  return result;
}

/** The characters alone, at little cost where the text is ASCII, as most secrets are. */
export function comparableCharacters(text: string): string {
  return /[^\x00-\x7f]/.test(text) ? comparable(text).characters : text.replace(/[\x00-\x20\x7f]+/g, '').toLowerCase();
}

/** The text with one layer of escapes taken off, once for each kind of escapes that it has. */
export function unescaped(text: ComparableText): ComparableText[] {
  return ESCAPES.flatMap((escapes) => without(escapes, text));
}

function without(escapes: RegExp, { characters, starts, ends }: ComparableText): ComparableText[] {
  const result = new Builder();
  let from = 0;
  const copy = (to: number) => {
    for (; from < to; from += 1)
      result.addByte(characters.charCodeAt(from), starts[from] as number, ends[from] as number);
  };
  for (const { 0: escaped, index } of characters.matchAll(escapes)) {
    copy(index);
    from = index + escaped.length;
    const place = [starts[index] as number, ends[from - 1] as number] as const;
    if (/^(%|\\x)/.test(escaped)) result.addByte(Number.parseInt(escaped.slice(-2), 16), ...place);
    else result.add(meaning(escaped), ...place);
  }
  if (from === 0) return [];
  copy(characters.length);
  return [result];
}

/** What an escape stands for; white space where it stands for nothing. */
function meaning(escaped: string): string {
  if (escaped.startsWith('\\u')) return String.fromCharCode(...hexNumbers(escaped));
  if (escaped.startsWith('\\')) return /[bfnrt]/.test(escaped) ? ' ' : escaped.slice(1);
  const name = escaped.slice(1, -1);
  if (!name.startsWith('#')) return ENTITIES.get(name) as string;
  const code = Number(name.replace('#', '').replace('x', '0x'));
  return code > 0x10_ff_ff ? ' ' : String.fromCodePoint(code);
}

function hexNumbers(escaped: string): number[] {
  return escaped
    .split('\\u')
    .slice(1)
    .map((digits) => Number.parseInt(digits, 16));
}

/** The expression is made when it is needed, since classes of Unicode take their time. */
function isUnseen(character: string): boolean {
  return /^[\s\p{Cc}\p{Cf}]$/u.test(character);
}

class Builder implements ComparableText {
  characters = '';
  readonly starts: number[] = [];
  readonly ends: number[] = [];

  /** Adds one character of Unicode. */
  add(character: string, start: number, end: number): void {
    const code = character.charCodeAt(0);
    if (code < 0x80) {
      this.addByte(code, start, end);
    } else if (!isUnseen(character)) {
      for (const byte of Buffer.from(character)) this.addByte(byte, start, end);
    }
  }

  addByte(byte: number, start: number, end: number): void {
    if (byte <= 0x20 || byte === 0x7f) return;
    const isCapital = byte >= 0x41 && byte <= 0x5a;
    this.characters += String.fromCharCode(isCapital ? byte + 0x20 : byte);
    this.starts.push(start);
    this.ends.push(end);
  }
}
