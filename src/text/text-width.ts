/** Scripts and characters that take two columns in a log: East Asian wide and full-width forms, and pictures. */
const WIDE =
  /(?![\uff61-\uff9f])[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Bopomofo}\u3000-\u303e\uff01-\uff60\uffe0-\uffe6\p{Emoji_Presentation}]|\ufe0f/u;
const PLAIN = /^[\x20-\x7e]*$/;

/**
 * Columns that text takes in a log with a fixed-width font. What is drawn as one grapheme (a letter with its accents, a
 * joined emoji) counts once.
 */
export function textWidth(text: string): number {
  return PLAIN.test(text) ? text.length : graphemes(text).reduce((sum, grapheme) => sum + graphemeWidth(grapheme), 0);
}

/**
 * Fits text into columns: padded with spaces at the end, or with … for what is cut out of it, never in the middle of a
 * grapheme.
 */
export function fitted(text: string, width: number): string {
  const short = textWidth(text) <= width ? text : cut(text, width);
  return short + ' '.repeat(Math.max(0, width - textWidth(short)));
}

/**
 * More of the end is kept than of the beginning: default names begin with the application's id, and differ at the end.
 */
function cut(text: string, width: number): string {
  const all = graphemes(text);
  const room = width - 1;
  const head = fitting(all, Math.floor(room / 3)).join('');
  const tail = fitting(all.toReversed(), room - textWidth(head));
  return `${head}…${tail.reverse().join('')}`;
}

/** The first characters, as many as fit; never all of them fit. */
function fitting(all: readonly string[], room: number): string[] {
  let left = room;
  const end = all.findIndex((grapheme) => {
    left -= graphemeWidth(grapheme);
    return left < 0;
  });
  return all.slice(0, end);
}

/** Marks without a letter take no room of their own. */
function graphemeWidth(grapheme: string): number {
  if (WIDE.test(grapheme)) return 2;
  return /^[\p{M}\p{Cf}]+$/u.test(grapheme) ? 0 : 1;
}

function graphemes(text: string): string[] {
  return Array.from(new Intl.Segmenter('en').segment(text), ({ segment }) => segment);
}
