import type { Answer } from './answer.ts';
import type { RecordedRequest } from './recording.ts';

/** An answer, or what makes one; nothing means that the emulator behaves as ever. */
export type ScriptedAnswer = Answer | ((request: RecordedRequest) => Answer | undefined);

/** What a test has told the server to answer deployments with. */
export class Script {
  readonly #once: Answer[] = [];
  #always: ScriptedAnswer | undefined;

  once(answers: readonly Answer[]): void {
    this.#once.push(...answers);
  }

  always(answer: ScriptedAnswer | undefined): void {
    this.#always = answer;
  }

  /** The next answer: those that are used once come first. */
  next(request: RecordedRequest): Answer | undefined {
    return this.#once.shift() ?? (typeof this.#always === 'function' ? this.#always(request) : this.#always);
  }
}
