import { durationText } from '../text/duration-text.ts';
import { type Entry, type Overview, statusText } from './overview.ts';

/** With the log's own `INFO: ` a line is shorter than 120 columns. */
const WIDTH = 112;
const GAP = '  ';

const COLUMNS: Readonly<Record<string, (entry: Entry) => string>> = {
  Deployment: ({ name }) => name,
  App: ({ app }) => app,
  Branch: ({ branch }) => branch,
  Server: ({ url }) => url.replace(/^https:\/\//, ''),
  Status: statusText,
  Attempts: ({ attempts }) => String(attempts.length),
  Time: ({ attempts, seconds }) => (attempts.length === 0 ? '-' : durationText(seconds * 1_000)),
  Code: ({ failure }) => failure?.code ?? '-',
};
const NEVER_SHORTENED = new Set(['Status', 'Attempts', 'Time']);

/**
 * The deployments of a run as an aligned table for the log, in the plan's order.
 * @returns one line a row, the titles first
 */
export function summaryTable({ entries }: Overview): string[] {
  const isOneServer = entries.every(({ url }) => url === entries[0]?.url);
  const shown = Object.entries(COLUMNS).filter(([title]) => title !== 'Server' || !isOneServer);
  const columns = shown.map(([title, cell]) => {
    const cells = [title, ...entries.map(cell)];
    return { title, cells, width: widest(cells) };
  });
  shrink(columns);
  return ['title', ...entries].map((_, row) => {
    const cells = columns.map(({ cells, width }) => fitted(String(cells[row]), width));
    return cells.join(GAP).trimEnd();
  });
}

/** Without a spread: a call allows only about 100,000 arguments. */
function widest(cells: readonly string[]): number {
  return cells.reduce((width, cell) => Math.max(width, textWidth(cell)), 0);
}

/** The widest columns shrink until the row fits. */
function shrink(columns: readonly { width: number; readonly title: string }[]): void {
  const flexible = columns.filter(({ title }) => !NEVER_SHORTENED.has(title));
  const total = () => columns.reduce((sum, { width }) => sum + width + GAP.length, -GAP.length);
  while (total() > WIDTH) {
    const widest = flexible.reduce((one, other) => (other.width > one.width ? other : one));
    widest.width -= 1;
  }
}

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
