import { spawn } from 'node:child_process';
import { once } from 'node:events';

/** The emulator as `npm run emulator` starts it, and the commands that it offers to paste. */
export class Greeting {
  readonly #emulator = spawn(process.execPath, ['emulator/main.ts', '--port', '0', '--pull-seconds', '0']);
  #written = '';

  static async start(): Promise<Greeting> {
    const greeting = new Greeting();
    const { stdout } = greeting.#emulator;
    stdout.setEncoding('utf8').on('data', (text) => {
      greeting.#written += text;
    });
    while (!greeting.#written.includes('Ctrl+C')) await once(stdout, 'data');
    return greeting;
  }

  /** All that the emulator has written. */
  get text(): string {
    return this.#written;
  }

  /** The command that begins so. */
  command(beginning: string): string {
    return this.#written.split('\n').find((line) => line.startsWith(beginning)) ?? '';
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#emulator.kill('SIGINT');
    await once(this.#emulator, 'exit');
  }
}
