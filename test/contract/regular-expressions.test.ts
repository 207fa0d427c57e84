import { describe, expect, test } from '@jest/globals';
import { metadata } from '../../src/manifest/manifest.ts';
import { regularExpressions } from '../support/regular-expressions.ts';

/**
 * Length of the texts, and the CPU time that a linear expression may take for one, in ms: it takes a few, a quadratic
 * one seconds.
 */
const LENGTH = 100_000;
const BUDGET_MS = 500;
/** All texts are tried short first: what is as fast as this there is not tried at full length. */
const SHORT_LENGTH = 10_000;
const SHORT_MS = 10;

/** The characters that an expression speaks of, and some that it does not. */
function alphabet({ source }: RegExp): string[] {
  const named = source
    .replace(/\\[dws]/g, '0a ')
    .replace(/\\x[0-9a-f]{2}|\\u[0-9a-f]{4}|\\[pP]\{\w+\}/g, '\x01')
    .replace(/\\n/g, '\n');
  return [...new Set(`${named.replace(/[\\^()?*+{}|]/g, '')}^()*{}|\\ \n\t-_.:/@=&<a0A`)].slice(0, 32);
}

/** Words that an expression may begin with. */
function beginnings({ source }: RegExp): string[] {
  const words = source.match(/[A-Za-z$<-]{2,}[:/ ]*/g) ?? [];
  return [...new Set(['', ...words.map((word) => word.replace(/^[bswd](?=[A-Z])/, ''))])].slice(0, 5);
}

/**
 * A text that may make a regular expression take its time: a beginning, then the same again and again, then what
 * matches nothing.
 */
interface Text {
  readonly start: string;
  readonly unit: string;
}

function written(text: Text, length: number): string {
  return `${text.start}${text.unit.repeat(length / text.unit.length)}\x00!`;
}

function texts(expression: RegExp): Text[] {
  const signs = alphabet(expression);
  const words = beginnings(expression);
  const few = signs.slice(0, 8);
  return [
    ...words.flatMap((start) => signs.map((unit) => ({ start, unit }))),
    ...signs.flatMap((one) => few.map((other) => ({ start: '', unit: one + other }))),
    ...words.slice(1).flatMap((word) => ['', ...few].map((sign) => ({ start: '', unit: word + sign }))),
  ];
}

function cpuMs(work: () => unknown): number {
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1_000;
}

/** The CPU time of the worst text found, in ms. */
function slowestMs({ source, flags }: RegExp, length = LENGTH): number {
  const expression = new RegExp(source, flags.replace('g', ''));
  let worst = 0;
  for (const text of texts(expression)) {
    const [short, long] = [written(text, SHORT_LENGTH), written(text, length)];
    expression.lastIndex = 0; // a sticky one begins there
    if (cpuMs(() => expression.test(short)) < SHORT_MS) continue;
    expression.lastIndex = 0;
    worst = Math.max(
      worst,
      cpuMs(() => expression.test(long)),
    );
    if (worst > BUDGET_MS) break;
  }
  return worst;
}

const literals = regularExpressions('src');
const declared = metadata.variables.flatMap(({ name, schema, secretAfter, oneItemWhen }) =>
  [schema['pattern'], (schema['items'] as { pattern?: string } | undefined)?.pattern, secretAfter, oneItemWhen]
    .filter((source) => typeof source === 'string')
    .map((source) => ({ place: `pipe.yml ${name} /${source}/`, expression: new RegExp(source, 'i') })),
);

describe('the regular expressions of the program', () => {
  test('are found by reading it', () => {
    const places = literals.map(({ place }) => place).join('\n');
    expect(literals.length).toBeGreaterThan(60);
    for (const known of ['src/text/printable.ts:', 'src/appsmith/endpoint.ts:', 'src/input/list-values.ts:']) {
      expect(places).toContain(known);
    }
    expect(declared.length).toBeGreaterThan(3);
  });

  test.each([...literals, ...declared])('$place takes 100 kB in linear time', ({ expression }) => {
    expect(slowestMs(expression)).toBeLessThan(BUDGET_MS);
  });
});

test.each([
  ['/\\/+$/', /\/+$/],
  ['/\\s*:\\s*(a)$/', /\s*:\s*(a)$/],
])('a regular expression that is not linear is found out: %s', (_, expression) => {
  expect(slowestMs(expression, 3 * SHORT_LENGTH)).toBeGreaterThan(BUDGET_MS);
});
