import { printable } from '../../text/printable.ts';
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
/** YAML's own characters, which reveal nothing. */
const SYNTAX = ' \t-:,{}[]?#';

/** Line and column of an offset, both from 1; columns are UTF-16 code units. */
export function positionOf(
  { lineStarts }: Pick<Source, 'lineStarts'>,
  offset: number,
): { line: number; column: number } {
  const line = firstIndex(lineStarts, (start) => start > offset);
  return { line, column: offset - Number(lineStarts[line - 1]) + 1 };
}

/** A part of the text that is replaced, and where it is in the masked text. */
interface Change extends Span {
  readonly shownStart: number;
  readonly shownEnd: number;
}

/**
 * A file's text without tokens, comments and passwords, and without anything that YAML's reader has not understood.
 * Frames are cut from it, so that none can show more.
 */
export class MaskedText {
  readonly lines: readonly string[];
  readonly #lineStarts: readonly number[];
  readonly #text: string;
  readonly #changes: Change[] = [];
  #shown = '';

  constructor({ text, segments }: Source) {
    this.#text = text;
    let at = 0;
    for (const { start, end, shown } of segments) {
      this.#hide(at, start, undefined);
      if (shown === undefined) this.#keep(start, end);
      else this.#hide(start, end, shown);
      at = end;
    }
    this.#hide(at, text.length, undefined);
    const lines = this.#shown.split('\n');
    this.lines = lines.map((line) => (line.endsWith('\r') ? line.slice(0, -1) : line));
    let start = 0;
    this.#lineStarts = lines.map(({ length }) => {
      start += length + 1;
      return start - length - 1;
    });
  }

  /** Line and column in the masked text, the line from 1 and the column from 0, of an offset in the file. */
  position(offset: number): { readonly line: number; readonly column: number } {
    const change = this.#changes[firstIndex(this.#changes, ({ start }) => start > offset) - 1];
    const behind = change === undefined ? 0 : offset - change.end;
    const shown = change === undefined ? offset : behind < 0 ? change.shownStart : change.shownEnd + behind;
    const line = firstIndex(this.#lineStarts, (start) => start > shown);
    return { line, column: shown - Number(this.#lineStarts[line - 1]) };
  }

  #keep(start: number, end: number): void {
    this.#shown += this.#text.slice(start, end);
  }

  /**
   * Each line by itself, so that there are as many lines as before.
   * @param instead what is shown; absent: YAML's own characters at both ends, and a mask between them
   */
  #hide(from: number, to: number, instead: string | undefined): void {
    for (let at = from; at < to; ) {
      const newline = this.#text.indexOf('\n', at);
      const next = newline < 0 || newline >= to ? to : newline + 1;
      let end = next;
      while (end > at && '\r\n'.includes(this.#text.charAt(end - 1))) end -= 1;
      let [start, rest] = [at, end];
      const isKept = (index: number) =>
        (instead === undefined ? SYNTAX : at === 0 || this.#text[at - 1] === '\n' ? ' \t' : '').includes(
          this.#text.charAt(index),
        );
      while (start < end && isKept(start)) start += 1;
      while (instead === undefined && rest > start && isKept(rest - 1)) rest -= 1;
      this.#keep(at, start);
      if (rest > start) this.#replace(start, rest, instead ?? MASK);
      this.#keep(rest, next);
      at = next;
    }
  }

  #replace(start: number, end: number, shown: string): void {
    const shownStart = this.#shown.length;
    this.#shown += shown;
    this.#changes.push({ start, end, shownStart, shownEnd: this.#shown.length });
  }
}

/** The lines around a span of the file, with a mark at its line and a pointer under it. */
export function codeFrame(text: MaskedText, span: Span): string[] {
  const { line, column } = text.position(span.start);
  const end = text.position(span.end);
  const first = Math.max(1, line - LINES_BEFORE);
  const last = Math.min(text.lines.length, line + LINES_AFTER);
  const digits = String(last).length;
  const frame: string[] = [];
  for (let number = first; number <= last; number += 1) {
    const gutter = `${number === line ? '>' : ' '} ${String(number).padStart(digits)} | `;
    const room = WIDTH - gutter.length;
    const shown = String(text.lines[number - 1]);
    if (number !== line) {
      frame.push(gutter + cut(shown, 0, room));
      continue;
    }
    const left = column < room - 20 ? 0 : column - Math.floor(room / 2);
    const width = end.line === line ? Math.max(1, end.column - column) : 1;
    const pointer = ' '.repeat(column - left) + '^'.repeat(Math.min(width, room - (column - left)));
    frame.push(gutter + cut(shown, left, room), `  ${' '.repeat(digits)} | ${pointer}`);
  }
  return frame.map((row) => row.trimEnd());
}

/** The part of a line that fits, with … where it is cut. Characters that a screen cannot show become spaces. */
function cut(text: string, left: number, room: number): string {
  const part = text.slice(left, left + room);
  const begun = left > 0 ? `…${part.slice(1)}` : part;
  const whole = text.length > left + room ? `${begun.slice(0, -1)}…` : begun;
  return Array.from(whole, (character) => printable(character) || ' '.repeat(character.length)).join('');
}

/** The first index whose item fulfils a condition that holds for all items after it too; the length without one. */
export function firstIndex<T>(items: readonly T[], holds: (item: T) => boolean): number {
  let [low, high] = [0, items.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (holds(items[middle] as T)) high = middle;
    else low = middle + 1;
  }
  return low;
}
