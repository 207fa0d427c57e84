import { durationText } from '../../text/duration-text.ts';
import type { Entry } from '../overview.ts';
import { type Markup, markup } from './markup.ts';

/** The time axis of all timelines. Positions are percentages of it, so that a drawing fits any width. */
export interface TimeScale {
  /** Length of the whole, above 0. */
  readonly seconds: number;
  /** Distance of the grid lines, in seconds. */
  readonly tick: number;
}

/** Distances that are easy to read. */
const TICKS = [0.1, 0.2, 0.5, 1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1_800, 3_600, 7_200];
const MOST_TICKS = 4;

/** A scale from the start of the run to the end of its last attempt. */
export function timeScale(entries: readonly Entry[]): TimeScale {
  const end = entries.reduce((last, { attempts }) => Math.max(last, attempts.at(-1)?.end ?? 0), 0.1);
  return { seconds: end, tick: TICKS.find((tick) => end / tick <= MOST_TICKS) ?? end };
}

/** The grid, drawn once in a hidden SVG, and used by every timeline. */
export function gridDefinition(scale: TimeScale): Markup {
  return markup`<g id="grid">${ticks(scale).map((at) => {
    return markup`<line class="grid" x1="${percent(at, scale)}" x2="${percent(at, scale)}" y1="-20" y2="200"/>`;
  })}</g>`;
}

export function timeAxis(scale: TimeScale): Markup {
  const labels = ticks(scale).map((at) => {
    const [anchor, label] = at === 0 ? ['start', '0'] : ['middle', durationText(at * 1_000)];
    return markup`<text x="${percent(at, scale)}" y="12" text-anchor="${anchor}">${label}</text>`;
  });
  return markup`<svg class="axis" aria-hidden="true">${labels}</svg>`;
}

export function legend(entries: readonly Entry[]): Markup {
  const attempts = entries.flatMap((entry) => entry.attempts);
  const bar = markup`x="1" y="2" width="20" height="10" rx="2"`;
  return markup`<p class="legend" aria-hidden="true">${[
    attempts.some(({ code }) => code === undefined) &&
      markup`<span><svg><rect class="ok" ${bar}/></svg>deployed</span>`,
    attempts.some(({ code }) => code !== undefined) &&
      markup`<span><svg><rect class="bad" ${bar}/></svg>failed attempt</span>`,
    entries.some((entry) => entry.attempts.length > 1) &&
      markup`<span><svg><rect class="wait" y="6" width="22" height="2"/></svg>wait before the next</span>`,
  ]}</p>`;
}

/** Attempts as bars, the waits between them as thin lines. */
export function timeline(entry: Entry, scale: TimeScale): Markup {
  const parts = entry.attempts.map(({ start, end, code }, index) => {
    const before = entry.attempts[index - 1];
    const title = `Attempt ${index + 1}: ${code ?? 'deployed'}, ${durationText((end - start) * 1_000)}`;
    return [
      before && markup`<rect class="wait" ${position(before.end, start, scale)}/>`,
      markup`<rect class="${code ? 'bad' : 'ok'}" ${position(start, end, scale)}><title>${title}</title></rect>`,
    ];
  });
  return markup`<svg class="line" role="img" aria-label="${inWords(entry)}"><use href="#grid"/>${parts}</svg>`;
}

/** Even the shortest attempt is visible. */
function position(start: number, end: number, scale: TimeScale): Markup {
  const seconds = Math.max(end - start, scale.seconds * 0.004);
  return markup`x="${percent(start, scale)}" width="${percent(seconds, scale)}"`;
}

function inWords({ attempts, status, seconds }: Entry): string {
  if (attempts.length === 0) return 'Not attempted';
  const ends = status === 'deployed' ? 'deployed' : 'failed';
  if (attempts.length === 1) return `One attempt of ${durationText(seconds * 1_000)}, ${ends}`;
  return `${attempts.length} attempts over ${durationText(seconds * 1_000)}, the last ${ends}`;
}

function ticks({ seconds, tick }: TimeScale): number[] {
  return Array.from({ length: Math.floor((seconds * LAST_LABEL) / tick) + 1 }, (_, index) => index * tick);
}

/** A label further to the right would be cut. */
const LAST_LABEL = 0.97;

function percent(at: number, { seconds }: TimeScale): string {
  return `${Number(((at / seconds) * 100).toFixed(2))}%`;
}
