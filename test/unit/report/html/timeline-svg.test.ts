import { describe, expect, test } from '@jest/globals';
import { gridDefinition, timeAxis, timeline, timeScale } from '../../../../src/report/html/timeline-svg.ts';
import type { Entry } from '../../../../src/report/overview.ts';
import { attempts, deployed, failed, failure, LOCKED, overview, skipped } from '../runs.ts';

const entry = (...given: Parameters<typeof overview>[0][number][]) => overview(given).entries[0] as Entry;

describe('the scale of time', () => {
  test.each([
    [0, 0.1, 0.1],
    [0.7, 0.7, 0.2],
    [48, 48, 15],
    [68, 68, 30],
    [3_600, 3_600, 900],
    [1_000_000, 1_000_000, 1_000_000],
  ])('for %d s is %d s long with a line every %d s', (end, seconds, tick) => {
    const made = [{ startMs: 0, endMs: end * 1_000 }];
    expect(timeScale([entry(deployed({}, made)), entry(skipped())])).toEqual({ seconds, tick });
  });

  test('labels its lines, and leaves out one that would be cut off', () => {
    const label = (seconds: number, tick: number) =>
      Array.from(
        timeAxis({ seconds, tick })
          .toString()
          .matchAll(/<text x="([^"]+)"[^>]*>([^<]+)/g),
        ([, x, text]) => `${x} ${text}`,
      );
    expect(label(100, 30)).toEqual(['0% 0', '30% 30 s', '60% 60 s', '90% 90 s']);
    expect(label(60, 15)).toEqual(['0% 0', '25% 15 s', '50% 30 s', '75% 45 s']);
    expect(label(7_500, 3_600)).toEqual(['0% 0', '48% 60 min', '96% 120 min']);
    expect(gridDefinition({ seconds: 60, tick: 15 }).toString().match(/<line/g)).toHaveLength(4);
  });
});

describe('the line of a deployment', () => {
  const scale = { seconds: 100, tick: 30 };

  test('shows attempts as bars and waits between them', () => {
    const svg = timeline(
      entry(
        deployed(
          {},
          attempts(
            [
              [10, 20],
              [50, 55],
            ],
            LOCKED,
          ),
        ),
      ),
      scale,
    ).toString();
    expect(svg).toContain('<rect class="bad" x="10%" width="10%"><title>Attempt 1: AE-GIT-5020, 10 s</title></rect>');
    expect(svg).toContain('<rect class="wait" x="20%" width="30%"/>');
    expect(svg).toContain('<rect class="ok" x="50%" width="5%"><title>Attempt 2: deployed, 5 s</title></rect>');
    expect(svg).toContain('role="img" aria-label="2 attempts over 45 s, the last deployed"');
  });

  test.each([
    [deployed(), 'One attempt of 1.2 s, deployed'],
    [failed(), 'One attempt of 0.3 s, failed'],
    [
      failed(
        {},
        failure(),
        attempts(
          [
            [0, 1],
            [2, 3],
          ],
          LOCKED,
          LOCKED,
        ),
      ),
      '2 attempts over 3 s, the last failed',
    ],
    [failed({}, failure({ code: 'INTERRUPTED' }), []), 'Not attempted'],
    [skipped(), 'Not attempted'],
  ])('is described in words', (result, words) => {
    expect(timeline(entry(result), scale).toString()).toContain(`aria-label="${words}"`);
  });

  test('even the shortest attempt can be seen', () => {
    expect(timeline(entry(deployed({}, [{ startMs: 0, endMs: 1 }])), scale).toString()).toContain('width="0.4%"');
  });
});
