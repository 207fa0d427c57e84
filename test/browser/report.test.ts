import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type axe from 'axe-core';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { htmlReport } from '../../src/report/html/report.ts';
import { HOSTILE } from '../unit/report/hostile.ts';
import { deployed, failed, failure, MIXED_RUN, overview, skipped } from '../unit/report/runs.ts';
import { startChromium } from './chromium.ts';

const AXE = createRequire(import.meta.url).resolve('axe-core/axe.min.js');
const REPORTS: Readonly<Record<string, string>> = {
  'a mixed run': htmlReport(overview(MIXED_RUN.results, MIXED_RUN)),
  'one deployment': htmlReport(overview([deployed()])),
  'nothing to deploy': htmlReport(overview([])),
  'hostile texts': htmlReport(
    overview(
      Object.values(HOSTILE).flatMap((text) => {
        const why = failure({ title: text, code: text, advice: [text], serverMessage: text });
        return [failed({ name: text, app: text, branch: text, url: text }, why), skipped({ name: text }, text)];
      }),
    ),
  ),
};

let browser: Browser;
let folder: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'report-'));
  browser = await startChromium();
});

afterAll(async () => {
  await browser?.close();
  rmSync(folder, { recursive: true });
});

/** Opens a report, hands the page over, and returns what the browser complained of or asked the network for. */
async function open(
  report: string,
  options: BrowserContextOptions,
  use: (page: Page) => Promise<void>,
): Promise<string[]> {
  const file = join(folder, 'report.html');
  writeFileSync(file, REPORTS[report] as string);
  const context = await browser.newContext(options);
  try {
    const page = await context.newPage();
    const seen: string[] = [];
    page.on('console', (message) => seen.push(`console: ${message.text()}`));
    page.on('pageerror', (error) => seen.push(`error: ${error.message}`));
    page.on('dialog', (dialog) => seen.push(`dialog: ${dialog.message()}`));
    page.on('request', (request) => {
      if (request.url() !== pathToFileURL(file).href && !request.url().startsWith('data:'))
        seen.push(`request: ${request.url()}`);
    });
    await page.goto(pathToFileURL(file).href);
    await use(page);
    return seen;
  } finally {
    await context.close();
  }
}

const ways = Object.keys(REPORTS).flatMap((report) =>
  [1200, 400].flatMap((width) =>
    (['light', 'dark'] as const).map((colorScheme) => [report, width, colorScheme] as const),
  ),
);

describe('the report in a browser', () => {
  test.each(ways)(
    '%s, %d px, %s: no complaint, nothing to scroll sideways, accessible',
    async (report, width, colorScheme) => {
      const seen = await open(
        report,
        { viewport: { width, height: 800 }, colorScheme, bypassCSP: true },
        async (page) => {
          expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(width);
          await page.addScriptTag({ path: AXE });
          const { violations } = (await page.evaluate('axe.run()')) as axe.AxeResults;
          const serious = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical');
          expect(serious.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)).toEqual([]);
        },
      );
      expect(seen).toEqual([]);
    },
  );

  test.each(Object.keys(REPORTS))('%s obeys its own policy: styled, no script, no request', async (report) => {
    const seen = await open(report, {}, async (page) => {
      expect(await page.evaluate('getComputedStyle(document.querySelector("main")).maxWidth')).toBe('1160px');
      expect(await page.evaluate('document.scripts.length')).toBe(0);
    });
    expect(seen).toEqual([]);
  });

  test('the policy stops an inline script and an inline style, should one ever slip in', async () => {
    const seen = await open('one deployment', {}, async (page) => {
      await page.evaluate(
        `document.body.innerHTML = '<p id="p" style="color: red">x</p><img src="https://example.com/x.png">'`,
      );
      expect(await page.evaluate('getComputedStyle(document.getElementById("p")).color')).not.toBe('rgb(255, 0, 0)');
    });
    expect(seen.join('\n')).toMatch(/Content Security Policy/);
  });

  test('on paper every row and every explanation is there', async () => {
    await open('a mixed run', {}, async (page) => {
      await page.emulateMedia({ media: 'print' });
      expect(await page.locator('tbody tr:visible').count()).toBe(MIXED_RUN.results.length);
      expect(await page.locator('article:visible').count()).toBe(2);
      expect((await page.pdf({ format: 'A4' })).length).toBeGreaterThan(10_000);
    });
  });

  test('the code in the table leads to the explanation', async () => {
    await open('a mixed run', {}, async (page) => {
      await page.getByRole('link', { name: 'TIMEOUT' }).click();
      expect(page.url()).toMatch(/#failure-2$/);
      expect(await page.locator(':target h3').textContent()).toBe('Warehouse scanning and returns');
    });
  });
});
