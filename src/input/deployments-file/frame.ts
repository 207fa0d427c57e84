import type { LineCounter } from 'yaml';
import { printable } from '../../text/printable.ts';
import { HIDDEN, MASK } from './showable.ts';
import type { Span } from './tree.ts';

/** What code frames are made from. */
export interface Source {
  /** The lines of the text from `maskedText`: no frame can show more. */
  readonly lines: readonly string[];
  /** Line and column of an offset, both from 1; columns are UTF-16 code units. */
  readonly position: LineCounter['linePos'];
}

/** Widest line that is shown, in columns. */
export const WIDTH = 110;
const LINES_BEFORE = 2;
const LINES_AFTER = 1;

/** The lines around a span of the file, with a mark at its line and a pointer under it. */
export function codeFrame({ lines, position }: Source, { start, end }: Span): string[] {
  const [from, to] = [position(start), position(end)];
  const first = Math.max(1, from.line - LINES_BEFORE);
  const last = Math.min(lines.length, from.line + LINES_AFTER);
  const digits = String(last).length;
  const frame = lines.slice(first - 1, last).flatMap((line, index) => {
    const number = first + index;
    const gutter = `${number === from.line ? '>' : ' '} ${String(number).padStart(digits)} | `;
    const room = WIDTH - gutter.length;
    if (number !== from.line) return [gutter + cut(shown(line), 0, room)];
    const column = shownColumn(line, from.col - 1);
    const left = column < room - 20 ? 0 : column - Math.floor(room / 2);
    const width = to.line === from.line ? Math.max(1, shownColumn(line, to.col - 1) - column) : 1;
    const pointer = ' '.repeat(column - left) + '^'.repeat(Math.min(width, room - (column - left)));
    return [gutter + cut(shown(line), left, room), `  ${' '.repeat(digits)} | ${pointer}`];
  });
  return frame.map((row) => row.trimEnd());
}

/** Replaces hidden parts by a mask that does not show how long they are. */
function shown(line: string): string {
  return line.replaceAll(HIDDEN_PART, MASK);
}

const HIDDEN_PART = new RegExp(`${HIDDEN}+`, 'g');

/** Where a column of a line is shown, both from 0. A column in a hidden part is where the mask begins. */
function shownColumn(line: string, column: number): number {
  return line[column] === HIDDEN
    ? shown(line.slice(0, column + 1)).length - MASK.length
    : shown(line.slice(0, column)).length;
}

/** The part of a line that fits, with … where it is cut. Characters that a screen cannot show become spaces. */
function cut(text: string, left: number, room: number): string {
  let part = text.slice(left, left + room);
  if (left > 0) part = `…${part.slice(1)}`;
  if (text.length > left + room) part = `${part.slice(0, -1)}…`;
  return Array.from(part, (character) => printable(character) || ' '.repeat(character.length)).join('');
}
