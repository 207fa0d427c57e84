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
 * The log of a pipe: levels and colours as Atlassian's toolkits have them (bitbucket-pipes-toolkit, `helpers.py`).
 * Colours are on without a terminal, since Bitbucket's log view renders them. All lines go to one stream: Docker
 * transports two apart, and the last line would not stay the last. Every line is made printable and redacted; nothing
 * else in the pipe writes to a stream.
 */
export class Logger {
  readonly #options: LoggerOptions;
  #debugging = false;

  constructor(options: LoggerOptions) {
    this.#options = options;
  }

  /** From now on debug lines are shown. */
  enableDebug(): void {
    this.#debugging = true;
    this.info('Enabling debug mode.');
  }

  info(text: string): void {
    this.#line(BLUE, 'INFO: ', text);
  }

  /** Lines of the level info, written at once. */
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

  /** Text that was asked for, as it is. */
  plain(...lines: readonly string[]): void {
    this.#options.write(`${this.#masked(lines)}\n`);
  }

  /** The last line of a run that did what it should. */
  success(text: string, ...more: readonly string[]): void {
    this.#line(GREEN, '✔ ', text, ...more);
  }

  /** The last lines of a run that did not: what happened, and what to do now. */
  fail(text: string, ...more: readonly string[]): void {
    this.#line(RED, '✖ ', text, ...more);
  }

  #line(colour: string, prefix: string, ...lines: readonly string[]): void {
    this.#options.write(this.#coloured(colour, prefix + this.#masked(lines)));
  }

  #coloured(colour: string, text: string): string {
    return this.#options.colours ? `${colour}${text}\x1b[0m\n` : `${text}\n`;
  }

  /** Together: a secret may be broken over the lines. */
  #masked(lines: readonly string[]): string {
    return this.#options.redact(lines.map(printableLine).join('\n'));
  }
}

const [RED, GREEN, YELLOW, BLUE, GREY] = ['\x1b[31m', '\x1b[32m', '\x1b[33m', '\x1b[34m', '\x1b[37m'];

/** Spaces at the ends are ours and stay. */
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
