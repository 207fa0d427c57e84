/** Scripts and characters that take two columns in a log: East Asian wide and full-width forms, and pictures. */
const SCRIPTS = ['Han', 'Hiragana', 'Katakana', 'Hangul', 'Bopomofo'].map((script) => `\\p{Script=${script}}`).join('');
const WIDE = new RegExp(
  `(?![\\uff61-\\uff9f])[${SCRIPTS}\\u3000-\\u303e\\uff01-\\uff60\\uffe0-\\uffe6\\p{Emoji_Presentation}]|\\ufe0f`,
  'u',
);
const PLAIN = /^[\x20-\x7e]*$/;

/** Columns of text in a fixed-width font. A letter with its accents, or a joined emoji, counts once. */
export function textWidth(text: string): number {
  return PLAIN.test(text) ? text.length : graphemes(text).reduce((sum, grapheme) => sum + graphemeWidth(grapheme), 0);
}

/** Fits text into columns: padded with spaces, or with … where it is cut, never in the middle of a grapheme. */
export function fitted(text: string, width: number): string {
  const short = textWidth(text) <= width ? text : cut(text, width);
  return short + ' '.repeat(Math.max(0, width - textWidth(short)));
}

/** Keeps more of the end: default names begin with the application's id, and differ at the end. */
function cut(text: string, width: number): string {
  const all = graphemes(text);
  const room = width - 1;
  const head = fitting(all, Math.floor(room / 3)).join('');
  const tail = fitting(all.toReversed(), room - textWidth(head));
  return `${head}…${tail.reverse().join('')}`;
}

function fitting(all: readonly string[], room: number): string[] {
  let left = room;
  const end = all.findIndex((grapheme) => {
    left -= graphemeWidth(grapheme);
    return left < 0;
  });
  return all.slice(0, end);
}

/** Marks without a letter take no column. */
function graphemeWidth(grapheme: string): number {
  if (WIDE.test(grapheme)) return 2;
  return /^[\p{M}\p{Cf}]+$/u.test(grapheme) ? 0 : 1;
}

function graphemes(text: string): string[] {
  return Array.from(new Intl.Segmenter('en').segment(text), ({ segment }) => segment);
}
