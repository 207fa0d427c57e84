import type { Streams } from '../process/host.ts';
import { printable } from '../text/printable.ts';

/**
 * The log of a pipe: levels, colours and streams as Atlassian's toolkit has them (bitbucket-pipes-toolkit, `helpers.py`). Colours are always on, since
 * Bitbucket's log view renders them and is no terminal. Every line is made printable and redacted; nothing else in the pipe writes to a stream.
 */
export class Logger {
  readonly #streams: Streams;
  readonly #redact: (text: string) => string;
  #debugging = false;

  constructor(streams: Streams, redact: (text: string) => string) {
    this.#streams = streams;
    this.#redact = redact;
  }

  /** From now on debug lines are shown. */
  enableDebug(): void {
    this.#debugging = true;
    this.info('Enabling debug mode.');
  }

  info(text: string): void {
    this.#streams.stderr(this.#line(BLUE, 'INFO: ', text));
  }

  warning(text: string): void {
    this.#streams.stderr(this.#line(YELLOW, 'WARNING: ', text));
  }

  error(text: string): void {
    this.#streams.stderr(this.#line(RED, 'ERROR: ', text));
  }

  debug(text: string): void {
    if (this.#debugging) this.#streams.stderr(this.#line(GREY, 'DEBUG: ', text));
  }

  /** The last line of a run that did what it should. */
  success(text: string, ...more: readonly string[]): void {
    this.#streams.stdout(this.#line(GREEN, '✔ ', text, ...more));
  }

  /** The last lines of a run that did not: what happened, and what to do now. */
  fail(text: string, ...more: readonly string[]): void {
    this.#streams.stdout(this.#line(RED, '✖ ', text, ...more));
  }

  #line(colour: string, prefix: string, ...lines: readonly string[]): string {
    // Redacted together: a secret may be broken over the lines.
    const text = this.#redact(lines.map(printableLine).join('\n'));
    return `${colour}${prefix}${text}\x1b[0m\n`;
  }
}

const [RED, GREEN, YELLOW, BLUE, GREY] = ['\x1b[31m', '\x1b[32m', '\x1b[33m', '\x1b[34m', '\x1b[37m'];

/** Spaces at the ends are ours and stay. */
function printableLine(line: string): string {
  const content = line.startsWith(' ') ? line.replace(/^ +/, '') : line;
  const indent = ' '.repeat(line.length - content.length);
  return `${indent}${printable(content)}${line.endsWith(' ') ? ' ' : ''}`;
}
