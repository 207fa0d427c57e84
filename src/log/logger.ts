import { pipe } from '../manifest/manifest.ts';
import { printable } from '../text/printable.ts';

export interface LoggerOptions {
  /** Each call is one write. */
  readonly write: (text: string) => void;
  readonly redact: (text: string) => string;
  /** False with NO_COLOR. */
  readonly colours: boolean;
}

/**
 * Writes the log, with the levels and colours of Atlassian's toolkit (bitbucket-pipes-toolkit, `helpers.py`). Every
 * line is made printable and redacted; nothing else in the pipe writes to a stream.
 *
 * Colours are on without a terminal, since Bitbucket's log view renders them. There is one stream, since Docker does
 * not keep the order of lines on two.
 */
export class Logger {
  readonly #options: LoggerOptions;
  #debugging = false;

  constructor(options: LoggerOptions) {
    this.#options = options;
  }

  enableDebug(): void {
    this.#debugging = true;
    this.info('Enabling debug mode.');
  }

  info(text: string): void {
    this.#line(BLUE, 'INFO: ', text);
  }

  /** Lines of the level info, in one write. */
  table(rows: readonly string[]): void {
    const lines = this.#masked(rows).split('\n');
    this.#options.write(lines.map((line) => this.#coloured(BLUE, `INFO: ${line}`)).join(''));
  }

  warning(text: string): void {
    this.#line(YELLOW, 'WARNING: ', text);
  }

  error(text: string): void {
    this.#line(RED, 'ERROR: ', text);
  }

  debug(text: string): void {
    if (this.#debugging) this.#line(GREY, 'DEBUG: ', text);
  }

  /** Lines without a level. */
  plain(...lines: readonly string[]): void {
    this.#options.write(`${this.#masked(lines)}\n`);
  }

  /** The last lines of a successful run. */
  success(text: string, ...more: readonly string[]): void {
    this.#line(GREEN, '✔ ', text, ...more);
  }

  /** The last lines of a failed run: what happened, and what to do. */
  fail(text: string, ...more: readonly string[]): void {
    this.#line(RED, '✖ ', text, ...more);
  }

  #line(colour: string, prefix: string, ...lines: readonly string[]): void {
    this.#options.write(this.#coloured(colour, prefix + this.#masked(lines)));
  }

  #coloured(colour: string, text: string): string {
    return this.#options.colours ? `${colour}${text}\x1b[0m\n` : `${text}\n`;
  }

  /** Redacts the lines as one text: a secret may continue on the next line. */
  #masked(lines: readonly string[]): string {
    return this.#options.redact(lines.map(printableLine).join('\n'));
  }
}

const [RED, GREEN, YELLOW, BLUE, GREY] = ['\x1b[31m', '\x1b[32m', '\x1b[33m', '\x1b[34m', '\x1b[37m'];

/** Keeps the spaces at both ends, which `printable` removes. */
function printableLine(line: string): string {
  const content = line.startsWith(' ') ? line.replace(/^ +/, '') : line;
  const indent = ' '.repeat(line.length - content.length);
  return `${indent}${printable(content)}${line.endsWith(' ') ? ' ' : ''}`;
}

/** Reports a bug of the pipe: the only failure that shows a stack. */
export function crashReport(bug: unknown): [string, ...string[]] {
  const { version, support } = pipe;
  const stack = bug instanceof Error ? (bug.stack ?? bug.message) : String(bug);
  return [
    `This is a bug in appsmith-deploy ${version}, not in your setup.`,
    ...stack.split('\n').map((line) => `  ${line}`),
    'It is not known whether the application was deployed: check in Appsmith.',
    `Please report this, with these lines, to ${support}.`,
  ];
}
