import { ROW } from './names.ts';
import type { Ratios } from './over-budget.ts';
import type { Spread } from './quantile.ts';
import type { ImageSize, Measured, Results, Section } from './results.ts';

/** The lines of a table: those with one cell are headings. */
export interface Table {
  readonly columns: readonly string[];
  readonly lines: readonly (readonly string[])[];
}

const COLUMNS = ['', 'Median', 'Quartiles', 'Ratio', 'Quartiles', 'Budget', 'CPU', 'Peak memory'];

/** All results in one table. */
export function tableOf({ sections, images, ratios }: Results, budget: Ratios): Table {
  const lines = [
    ...sections.flatMap(sectionLines),
    ['Image, compressed, beside the plain build'],
    ...imageLines(images),
    ['Held to a budget'],
    ...Object.entries(budget).map(([name, limit]) => {
      const ratio = ratios[name];
      return [name, '', '', ratio === undefined ? 'not measured' : times(ratio), '', times(limit)];
    }),
  ];
  return {
    columns: COLUMNS,
    lines: lines.map((line) => (line.length === 1 ? line : COLUMNS.map((_, at) => line[at] ?? ''))),
  };
}

function imageLines(images: readonly ImageSize[]): string[][] {
  const plain = images.find(({ name }) => name === ROW.plainImage)?.bytes ?? Number.NaN;
  if (images.length === 0) return [ROW.image, ROW.plainImage].map((name) => [name, 'skipped']);
  return images.map(({ name, bytes }) => [name, `${(bytes / 1e6).toFixed(1)} MB`, '', times(bytes / plain)]);
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
    '',
    cpuMs === undefined ? '' : `${ms(cpuMs)} ms`,
    memoryMb === undefined ? '' : `${memoryMb.toFixed(0)} MiB`,
  ];
}

function ms(value: number): string {
  return value < 100 ? value.toFixed(1) : Math.round(value).toLocaleString('en');
}

function times(ratio: number): string {
  return `${ratio.toFixed(2)} ×`;
}

function between({ low, high }: Spread, text: (value: number) => string): string {
  return `${text(low)}–${text(high)}`;
}

/** For a terminal. */
export function plainTable({ columns, lines }: Table): string {
  const rows = [columns, ...lines.filter((line) => line.length > 1)];
  const widths = columns.map((_, at) => Math.max(...rows.map((row) => row[at]?.length ?? 0)));
  const line = (cells: readonly string[]) => {
    return cells
      .map((cell, at) => (at === 0 ? cell.padEnd(widths[at] ?? 0) : cell.padStart(widths[at] ?? 0)))
      .join('  ');
  };
  return [line(columns), ...lines.flatMap((cells) => (cells.length === 1 ? ['', ...cells] : [line(cells)]))]
    .map((text) => text.trimEnd())
    .join('\n');
}

export function markdownTable({ columns, lines }: Table): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [
    line(columns),
    `|---|${'---:|'.repeat(columns.length - 1)}`,
    ...lines.map((cells) => {
      const [heading = ''] = cells;
      return line(cells.length === 1 ? [`**${heading}**`, ...columns.slice(1).map(() => '')] : cells);
    }),
  ].join('\n');
}
