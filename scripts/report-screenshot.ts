// Draws the HTML report of a mixed run in headless Chromium, wide and narrow, light and dark: node
// scripts/report-screenshot.ts [folder]
import { mkdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { htmlReport } from '../src/report/html/report.ts';
import { overviewOf } from '../src/report/overview.ts';
import { startChromium } from '../test/browser/chromium.ts';
import { about, MIXED_RUN } from '../test/unit/report/runs.ts';

const folder = resolve(process.argv[2] ?? 'test-reports/screenshots');
mkdirSync(folder, { recursive: true });
const page = join(folder, 'appsmith-deploy.html');
writeFileSync(page, htmlReport(overviewOf(MIXED_RUN, about())));

const browser = await startChromium();
for (const width of [1200, 400]) {
  for (const colorScheme of ['light', 'dark'] as const) {
    const tab = await browser.newPage({ colorScheme, viewport: { width, height: 800 }, deviceScaleFactor: 2 });
    await tab.goto(pathToFileURL(page).href);
    const path = join(folder, `report-${width}-${colorScheme}.png`);
    await tab.screenshot({ path, fullPage: true });
    console.log(path);
    await tab.close();
  }
}
await browser.close();
