import { printable } from '../../text/printable.ts';
import { firstIndex } from './first-index.ts';
import { MASK } from './showable.ts';
import type { Span } from './tree.ts';
import type { Segment } from './visible.ts';

/** A file's text with what code frames need to know of it. */
export interface Source {
  readonly text: string;
  /** Offsets of the first character of each line. */
  readonly lineStarts: readonly number[];
  /** What of the text may be shown, in order, without overlap. */
  readonly segments: readonly Segment[];
}

/** Widest line that is shown, in columns. */
export const WIDTH = 110;
const LINES_BEFORE = 2;
const LINES_AFTER = 1;
/** Characters of a line that are looked at on either side of the place; what is masked may shrink. */
const REACH = 1_000;
/** YAML's own signs, which give nothing away. */
const SIGNS = ' \t-:,{}[]?#';

/** Line and column of an offset, both from 1; columns are UTF-16 code units. */
export function positionOf(
  { lineStarts }: Pick<Source, 'lineStarts'>,
  offset: number,
): { line: number; column: number } {
  const line = firstIndex(lineStarts, (start) => start > offset);
  return { line, column: offset - Number(lineStarts[line - 1]) + 1 };
}

/**
 * The lines around a place, with a mark at its line and a pointer under it. Shows no token, no comment, no password of an address, and nothing of what
 * YAML's reader has not understood.
 */
export function codeFrame(source: Source, span: Span): string[] {
  const { line } = positionOf(source, span.start);
  const first = Math.max(1, line - LINES_BEFORE);
  const last = Math.min(source.lineStarts.length, line + LINES_AFTER);
  const digits = String(last).length;
  const frame: string[] = [];
  for (let number = first; number <= last; number += 1) {
    const gutter = `${number === line ? '>' : ' '} ${String(number).padStart(digits)} | `;
    const room = WIDTH - gutter.length;
    if (number === line) {
      const { text, pointer } = pointedLine(source, number, span, room);
      frame.push(gutter + text, `  ${' '.repeat(digits)} | ${pointer}`);
    } else {
      const line = lineSpan(source, number);
      frame.push(gutter + cut(shown(piecesAround(source, line, line.start)), 0, room));
    }
  }
  return frame.map((row) => row.trimEnd());
}

function pointedLine(source: Source, number: number, span: Span, room: number): { text: string; pointer: string } {
  const line = lineSpan(source, number);
  const pieces = piecesAround(source, line, span.start);
  const text = shown(pieces);
  const column = columnOf(pieces, span.start);
  const width = span.end > line.end ? 1 : Math.max(1, columnOf(pieces, span.end) - column);
  const left = column < room - 20 ? 0 : column - Math.floor(room / 2);
  return {
    text: cut(text, left, room),
    pointer: ' '.repeat(column - left) + '^'.repeat(Math.min(width, room - (column - left))),
  };
}

/** The room's share of a line; … stands for what is cut off at either side. Whatever a screen could not show becomes a space. */
function cut(text: string, left: number, room: number): string {
  const part = text.slice(left, left + room);
  const begun = left > 0 ? `…${part.slice(1)}` : part;
  const whole = text.length > left + room ? `${begun.slice(0, -1)}…` : begun;
  return Array.from(whole, (character) => printable(character) || ' '.repeat(character.length)).join('');
}

interface Piece extends Segment {
  readonly shown: string;
  /** Each character stands for itself. */
  readonly asWritten: boolean;
}

function shown(pieces: readonly Piece[]): string {
  return pieces.map((piece) => piece.shown).join('');
}

/** The column in the shown line, from 0, of an offset in the file. */
function columnOf(pieces: readonly Piece[], offset: number): number {
  let column = 0;
  for (const piece of pieces) {
    if (offset < piece.end) return column + (piece.asWritten ? Math.max(0, offset - piece.start) : 0);
    column += piece.shown.length;
  }
  return column;
}

/** What is near a place of a line; … stands for what is further away. */
function piecesAround(source: Source, line: Span, offset: number): Piece[] {
  const from = Math.max(line.start, offset - REACH);
  const to = Math.min(line.end, offset + REACH);
  const pieces = piecesOf(source, from, to, line.start);
  if (from > line.start) pieces.unshift({ start: from, end: from, shown: '…', asWritten: false });
  if (to < line.end) pieces.push({ start: to, end: to, shown: '…', asWritten: false });
  return pieces;
}

/** A part of one line, cut into what is shown and what is masked. */
function piecesOf({ text, segments }: Source, from: number, to: number, lineStart: number): Piece[] {
  const pieces: Piece[] = [];
  const asWritten = (start: number, end: number) => {
    if (end > start) pieces.push({ start, end, shown: text.slice(start, end), asWritten: true });
  };
  const masked = (start: number, end: number, instead: string) => {
    if (end > start) pieces.push({ start, end, shown: instead, asWritten: false });
  };
  const unknown = (start: number, end: number) => {
    let [inner, rest] = [start, end];
    while (inner < end && SIGNS.includes(text.charAt(inner))) inner += 1;
    while (rest > inner && SIGNS.includes(text.charAt(rest - 1))) rest -= 1;
    asWritten(start, inner);
    masked(inner, rest, MASK);
    asWritten(rest, end);
  };
  let at = from;
  for (let index = firstIndex(segments, ({ end }) => end > from); at < to; index += 1) {
    const segment = segments[index];
    if (segment === undefined || segment.start >= to) break;
    unknown(at, segment.start);
    const [start, end] = [Math.max(segment.start, at), Math.min(segment.end, to)];
    if (segment.shown === undefined) {
      asWritten(start, end);
    } else {
      // A text of several lines keeps its indentation.
      const indent =
        start === lineStart ? text.slice(start, end).length - text.slice(start, end).trimStart().length : 0;
      asWritten(start, start + indent);
      masked(start + indent, end, segment.shown);
    }
    at = end;
  }
  unknown(at, to);
  return pieces;
}

function lineSpan({ text, lineStarts }: Source, number: number): Span {
  const start = Number(lineStarts[number - 1]);
  const next = lineStarts[number];
  const end = next === undefined ? text.length : next - 1;
  return { start, end: text[end - 1] === '\r' ? end - 1 : end };
}
