import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { EXIT } from '../../src/pipe/exit-code.ts';

const document = readFileSync('docs/how-it-works.md', 'utf8');
const drawing = readFileSync('docs/how-it-works.svg', 'utf8');

interface Box {
  readonly text: string;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

const BOX =
  /<rect x="(?<x>\d+)" y="(?<y>\d+)" width="(?<width>\d+)" height="(?<height>\d+)" rx="6"\/><text x="(?<middle>\d+)" y="\d+">(?<text>[^<]+)<\/text>/g;
const boxes = [...drawing.matchAll(BOX)].map(({ groups = {} }) => ({
  text: groups['text'] ?? '',
  x: Number(groups['x']),
  y: Number(groups['y']),
  width: Number(groups['width']),
  height: Number(groups['height']),
  middle: Number(groups['middle']),
}));

/** The box on whose border a point lies, by its text. */
function boxAt(x: number, y: number): string {
  const on = ({ x: left, y: top, width, height }: Box) =>
    ((x === left || x === left + width) && y > top && y < top + height) ||
    ((y === top || y === top + height) && x > left && x < left + width);
  return boxes.find(on)?.text ?? `nothing at ${x}, ${y}`;
}

const arrows = [...drawing.matchAll(/<path d="M(\d+) (\d+) ([HV])(\d+)"\/>/g)].map(([, x, y, direction, end]) => {
  const [fromX, fromY, to] = [Number(x), Number(y), Number(end)];
  return [boxAt(fromX, fromY), direction === 'H' ? boxAt(to, fromY) : boxAt(fromX, to)];
});

const INVALID = `Exit code ${EXIT.invalid}, nothing sent`;
const ENDED = `Exit code ${EXIT.deployed} or ${EXIT.failed}`;

describe('the drawing of a run', () => {
  test('leads from each step to the next', () => {
    expect(arrows).toEqual([
      ['Variables of the step', 'Read and check every variable'],
      ['pipe.yml', 'Read and check every variable'],
      ['Read and check every variable', INVALID],
      ['Read and check every variable', 'Make the plan'],
      ['Deployments file', 'Make the plan'],
      ['BITBUCKET variables', 'Make the plan'],
      ['Make the plan', 'Run the plan'],
      ['Run the plan', 'Send one request'],
      ['Send one request', 'Judge the answer'],
      ['Judge the answer', 'Try again or stop'],
      ['Try again or stop', 'Run the plan'],
      ['Run the plan', 'Write outputs and reports'],
      ['Write outputs and reports', 'Say how it ended'],
      ['Say how it ended', ENDED],
    ]);
  });

  test('has no box that no arrow touches, and nothing that this test does not look at', () => {
    expect(new Set(arrows.flat())).toEqual(new Set(boxes.map(({ text }) => text)));
    expect(drawing.match(/<(?:rect|text)\b/g)).toHaveLength(2 * boxes.length);
    expect(drawing.match(/<(?:path|line|polyline)\b/g)).toHaveLength(arrows.length);
  });

  test.each(boxes)('"$text" stands in the middle of its box, which is wide enough', ({ text, x, width, middle }) => {
    expect(middle).toBe(x + width / 2);
    expect(text.length * 7.5).toBeLessThan(width);
  });

  test('is seen on a white page as on a dark one', () => {
    const fills = [...drawing.matchAll(/rect \{ fill: (#\w{6})/g)].map(([, color = '']) => color);
    expect(fills).toHaveLength(3);
    for (const fill of fills) expect(contrast(fill, '#ffffff')).toBeGreaterThan(4.5);
    expect(drawing).toContain('text { fill: #ffffff;');
    const [, line = ''] = /stroke: (#\w{6})/.exec(drawing) ?? [];
    expect(drawing).toContain(`polygon { fill: ${line}; }`);
    for (const page of ['#ffffff', '#1d2125']) expect(contrast(line, page)).toBeGreaterThan(3);
  });

  test('is shown by the document, with a text for those who do not see it', () => {
    expect(document).toMatch(/^!\[[^\]]{40,}\]\(how-it-works\.svg\)$/m);
  });
});

test('the document tells of files that are there', () => {
  const named = [...document.matchAll(/`(src\/[\w/.-]+)`/g)].map(([, path = '']) => path);
  expect(named.length).toBeGreaterThan(5);
  for (const path of named) expect(() => readFileSync(path)).not.toThrow();
});

/** Of two colours, as WCAG 2 defines it: from 1 to 21. */
function contrast(one: string, other: string): number {
  const [dark = 0, light = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (light + 0.05) / (dark + 0.05);
}

function luminance(color: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const part = Number.parseInt(color.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
