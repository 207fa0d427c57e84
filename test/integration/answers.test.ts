import { readFileSync } from 'node:fs';
import { STATUS_CODES } from 'node:http';
import { describe, expect, test } from '@jest/globals';
import { parse } from 'yaml';
import { variablesFor } from '../support/environment.ts';
import { startRawServer } from '../support/raw-server.ts';
import { clock, runMain } from '../support/run-main.ts';

/** One answer of a gateway or server, and what the pipe has to make of it. */
interface Case {
  readonly name: string;
  readonly answer?: GivenAnswer;
  /** Instead of an answer: several that differ in the status alone. */
  readonly statuses?: readonly number[];
  /** Instead of an answer: what is sent, byte by byte. */
  readonly raw?: string;
  readonly outcome: 'deployed' | 'failed' | 'unknown';
  readonly again?: boolean | 'few';
  readonly says?: readonly string[];
  readonly not?: readonly string[];
}

interface GivenAnswer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly json?: unknown;
  readonly body?: string;
  /** Time before it comes: `6s`. */
  readonly after?: string;
}

const cases = parse(readFileSync('test/fixtures/answers.yml', 'utf8')) as readonly Case[];
const rows = cases.flatMap((each) =>
  each.statuses === undefined
    ? [{ ...each, sent: each.raw ?? sentText(each.answer as GivenAnswer) }]
    : each.statuses.map((status) => ({ ...each, name: `${each.name}: ${status}`, sent: sentText({ status }) })),
);

const HEADLINES = { deployed: '✔ Deployed ', failed: '✖ Not deployed: ', unknown: '✖ Not confirmed: ' } as const;
/** With MAX_ATTEMPTS 4. */
const ATTEMPTS = new Map<Case['again'], number>([
  [false, 1],
  ['few', 3],
  [true, 4],
]);
/** Milliseconds of the pipe in one of the server's: six seconds pass in six milliseconds. */
const SPEED = 1_000;

describe('an answer that was seen in public', () => {
  test.each(rows)('$name', async ({ sent, answer, outcome, again, says = [], not = [] }) => {
    let requests = 0;
    await using server = await startRawServer((socket) =>
      socket.on('data', (asked) => {
        if (!asked.toString('latin1').startsWith('POST ')) return void socket.destroy(); // a look at the server
        requests += 1;
        setTimeout(() => socket.end(sent), Number.parseFloat(answer?.after ?? '0'));
      }),
    );
    const { exitCode, log } = await runMain(variablesFor(server, { MAX_ATTEMPTS: '4', RETRY_DELAY: '1' }), {
      clock: clock(SPEED),
    });
    expect(exitCode).toBe(outcome === 'deployed' ? 0 : 1);
    expect(log).toContain(HEADLINES[outcome]);
    const last = log.slice(log.indexOf(HEADLINES[outcome])).toLowerCase();
    for (const words of says) expect(last).toContain(words.toLowerCase());
    for (const words of not) expect(last).not.toContain(words.toLowerCase());
    expect(requests).toBe(ATTEMPTS.get(again) ?? requests);
  });
});

function sentText({ status, headers = {}, json, body = '' }: GivenAnswer): string {
  const text = json === undefined ? body : JSON.stringify(json, (_, value) => inTime(value));
  const type = json === undefined ? {} : { 'content-type': 'application/json' };
  const all = { ...type, ...headers, 'content-length': Buffer.byteLength(text), connection: 'close' };
  const lines = Object.entries(all).map(([name, value]) => `${name}: ${headerText(String(value))}`);
  return [`HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}`, ...lines, '', text].join('\r\n');
}

/** The file names times and sizes in words. */
function headerText(value: string): string {
  if (value === 'now') return new Date().toUTCString();
  const size = /^(\d+) kB$/.exec(value)?.[1];
  return size === undefined ? value : 'x'.repeat(Number(size) * 1_024);
}

function inTime(value: unknown): unknown {
  return value === 'yesterday' ? new Date(Date.now() - 86_400_000).toISOString() : value;
}
