import type { Remarks } from '../text/remarks.ts';

/** What is wrong with a variable (`APP_ID`, `APP_ID_1`), and the remedy, without any secret. */
export interface Problem {
  readonly variable: string;
  readonly message: string;
}

export interface Notice {
  readonly level: 'info' | 'warning';
  readonly text: string;
}

/** Collects what the readers of the user's input find: problems, notices for the log, and secrets to mask. */
export class Findings {
  readonly #problems = new Map<string, Problem>();
  readonly notices: Notice[] = [];
  readonly #shown = new Set<string>();
  readonly #mask: (secrets: readonly string[]) => void;

  /** @param mask gets every secret as soon as it is found */
  constructor(mask: (secrets: readonly string[]) => void) {
    this.#mask = mask;
  }

  get problems(): readonly Problem[] {
    return [...this.#problems.values()];
  }

  /** Equal problems are kept once. A message of several lines ends with a code frame, so it gets no full stop. */
  problem(variable: string, message: string): void {
    const ended = /[.?]$/.test(message) || message.includes('\n') ? message : `${message}.`;
    this.#problems.set(JSON.stringify([variable, ended]), { variable, message: ended });
  }

  notice(level: Notice['level'], text: string): void {
    this.notices.push({ level, text });
  }

  /** Words that the log shows anyway are not masked: `branch ****` would reveal that the secret is the branch. */
  shown(...words: readonly string[]): void {
    for (const word of words) this.#shown.add(word.toLowerCase());
  }

  secret(...secrets: readonly string[]): void {
    this.#mask(secrets.filter((secret) => !this.#shown.has(secret.trim().toLowerCase())));
  }

  /** For a reader of one variable's value. */
  about(variable: string): Remarks {
    return {
      problem: (message) => {
        this.problem(variable, message);
        return undefined;
      },
      warning: (message) => this.notice('warning', `${variable} ${message}`),
      secret: (...secrets) => this.secret(...secrets),
    };
  }
}
