import type { Budget } from './budget.ts';
import type { Spread } from './measure.ts';
import type { ImageSize, Measured, Results, Section } from './results.ts';

/** The lines of a table: those with one cell are headings. */
export interface Table {
  readonly columns: readonly string[];
  readonly lines: readonly (readonly string[])[];
}

/** All rows that were measured. */
export function tableOf({ sections, images }: Pick<Results, 'sections' | 'images'>): Table {
  return {
    columns: ['', 'Median', 'Quartiles', 'Ratio', 'Quartiles', 'CPU', 'Peak memory'],
    lines: [...sections.flatMap(sectionLines), ['Image, compressed'], ...images.map(imageLine)],
  };
}

/** What is held to a budget. */
export function budgetTable(measured: Budget, budget: Budget): Table {
  const line = (name: string, value: number | undefined, limit: number, text: (value: number) => string) => [
    name,
    value === undefined ? 'not measured' : text(value),
    text(limit),
  ];
  return {
    columns: ['', 'Measured', 'Budget'],
    lines: [
      ...Object.entries(budget.seconds).map(([name, limit]) => line(name, measured.seconds[name], limit, seconds)),
      ...Object.entries(budget.times).map(([name, limit]) => line(name, measured.times[name], limit, times)),
      ...Object.entries(budget.megabytes).map(([name, limit]) => line(name, measured.megabytes[name], limit, mb)),
    ],
  };
}

function imageLine({ name, bytes }: ImageSize): string[] {
  return [name, mb(bytes / 1e6)];
}

function sectionLines({ title, rows, skipped }: Section): string[][] {
  return [[title], ...rows.map(measuredLine), ...skipped.map(({ name }) => [name, 'skipped'])];
}

function measuredLine({ name, wallMs, ratio, cpuMs, memoryMb }: Measured): string[] {
  return [
    name,
    `${ms(wallMs.median)} ms`,
    between(wallMs, ms),
    times(ratio.median),
    between(ratio, (value) => value.toFixed(2)),
    cpuMs === undefined ? '' : `${ms(cpuMs)} ms`,
    memoryMb === undefined ? '' : `${memoryMb.toFixed(0)} MB`,
  ];
}

export function ms(value: number): string {
  return value < 100 ? value.toFixed(1) : Math.round(value).toLocaleString('en');
}

function seconds(value: number): string {
  return `${value.toFixed(2)} s`;
}

export function mb(value: number): string {
  return `${value.toFixed(1)} MB`;
}

function times(ratio: number): string {
  return `${ratio.toFixed(2)} ×`;
}

function between({ low, high }: Spread, text: (value: number) => string): string {
  return `${text(low)}–${text(high)}`;
}

/** For a terminal. */
export function plainTable(table: Table): string {
  const [columns = [], ...lines] = filled(table);
  const rows = [columns, ...lines.filter((_, at) => table.lines[at]?.length !== 1)];
  const widths = columns.map((_, at) => Math.max(...rows.map((row) => row[at]?.length ?? 0)));
  const text = (cells: readonly string[]) =>
    cells
      .map((cell, at) => (at === 0 ? cell.padEnd(widths[at] ?? 0) : cell.padStart(widths[at] ?? 0)))
      .join('  ')
      .trimEnd();
  return [
    text(columns),
    ...lines.map((cells, at) => (table.lines[at]?.length === 1 ? `\n${cells[0]}` : text(cells))),
  ].join('\n');
}

export function markdownTable(table: Table): string {
  const [columns = [], ...lines] = filled(table).map((cells) => `| ${cells.join(' | ')} |`);
  const headings = lines.map((line, at) => (table.lines[at]?.length === 1 ? line.replace(/[^|]*\w[^|]*/, bold) : line));
  return [columns, `|---|${'---:|'.repeat(table.columns.length - 1)}`, ...headings].join('\n');
}

function bold(cell: string): string {
  return ` **${cell.trim()}** `;
}

/** The columns and the lines, each with as many cells as there are columns. */
function filled({ columns, lines }: Table): string[][] {
  return [columns, ...lines].map((cells) => columns.map((_, at) => cells[at] ?? ''));
}
