import { durationText } from '../text/duration-text.ts';
import { fitted, textWidth } from '../text/text-width.ts';
import { type Entry, type Overview, statusText } from './overview.ts';

/** Columns of a row. The log's own `INFO: ` comes before it, and the line stays under 120. */
const WIDTH = 112;
const GAP = '  ';

interface Column {
  readonly title: string;
  readonly cell: (entry: Entry) => string;
  /** Never shortened. */
  readonly fixed?: true;
}

/** Only where there are several. */
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
  const columns = COLUMNS.filter((column) => column !== SERVER || !isOneServer);
  const rows = [
    columns.map((column) => column.title),
    ...entries.map((entry) => columns.map(({ cell }) => cell(entry))),
  ];
  const natural = columns.map((_, index) => columnWidth(rows.map((row) => row[index] as string)));
  const widths = shrunk(natural, columns);
  return rows.map((row) =>
    row
      .map((cell, index) => fitted(cell, widths[index] as number))
      .join(GAP)
      .trimEnd(),
  );
}

/** Not with a spread: a call takes some 100,000 arguments only. */
function columnWidth(cells: readonly string[]): number {
  return cells.reduce((width, cell) => Math.max(width, textWidth(cell)), 0);
}

/** The widest columns give way until the row fits. */
function shrunk(natural: readonly number[], columns: readonly Column[]): number[] {
  const widths = [...natural];
  const flexible = columns.flatMap(({ fixed }, index) => (fixed ? [] : [index]));
  const total = () => widths.reduce((sum, width) => sum + width + GAP.length, -GAP.length);
  while (total() > WIDTH) {
    const widest = flexible.reduce((best, index) =>
      (widths[index] as number) > (widths[best] as number) ? index : best,
    );
    widths[widest] = (widths[widest] as number) - 1;
  }
  return widths;
}
