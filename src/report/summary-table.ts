import { durationText } from '../text/duration-text.ts';
import { fitted, textWidth } from '../text/text-width.ts';
import { type Entry, type Overview, statusText } from './overview.ts';

/** With the log's own `INFO: ` a line is shorter than 120 columns. */
const WIDTH = 112;
const GAP = '  ';

interface Column {
  readonly title: string;
  readonly cell: (entry: Entry) => string;
  /** Never shortened. */
  readonly fixed?: true;
}

/** Shown only for several servers. */
const SERVER: Column = { title: 'Server', cell: (entry) => entry.url.replace(/^https:\/\//, '') };

const COLUMNS: readonly Column[] = [
  { title: 'Deployment', cell: (entry) => entry.name },
  { title: 'App', cell: (entry) => entry.app },
  { title: 'Branch', cell: (entry) => entry.branch },
  SERVER,
  { title: 'Status', cell: statusText, fixed: true },
  { title: 'Attempts', cell: (entry) => String(entry.attempts.length), fixed: true },
  {
    title: 'Time',
    cell: (entry) => (entry.attempts.length === 0 ? '-' : durationText(entry.seconds * 1_000)),
    fixed: true,
  },
  { title: 'Code', cell: (entry) => entry.failure?.code ?? '-' },
];

/**
 * The deployments of a run as an aligned table for the log, in the plan's order.
 * @returns one line a row, the titles first
 */
export function summaryTable({ entries }: Overview): string[] {
  const isOneServer = entries.every(({ url }) => url === entries[0]?.url);
  const columns = COLUMNS.filter((column) => column !== SERVER || !isOneServer).map(({ title, cell, fixed }) => {
    const cells = [title, ...entries.map(cell)];
    return { cells, fixed, width: widest(cells) };
  });
  shrink(columns);
  return ['title', ...entries].map((_, row) =>
    columns
      .map(({ cells, width }) => fitted(String(cells[row]), width))
      .join(GAP)
      .trimEnd(),
  );
}

/** Not with a spread: a call takes only some 100,000 arguments. */
function widest(cells: readonly string[]): number {
  return cells.reduce((width, cell) => Math.max(width, textWidth(cell)), 0);
}

/** The widest columns shrink until the row fits. */
function shrink(columns: readonly { width: number; readonly fixed: true | undefined }[]): void {
  const flexible = columns.filter(({ fixed }) => !fixed);
  const total = () => columns.reduce((sum, { width }) => sum + width + GAP.length, -GAP.length);
  while (total() > WIDTH) flexible.reduce((one, other) => (other.width > one.width ? other : one)).width -= 1;
}
