import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { env } from 'node:process';
import { type Browser, chromium } from 'playwright-core';

/** Starts the machine's own Chromium, without a window. Whoever starts it closes it. */
export function startChromium(): Promise<Browser> {
  // Chromium does not start its sandbox for root, the user of most build containers. Only our own reports are opened in
  // it.
  return chromium.launch({ executablePath: chromiumPath(), args: ['--no-sandbox'] });
}

function chromiumPath(): string {
  const folders = (env['PATH'] ?? '').split(delimiter);
  const found = ['chromium', 'chromium-browser', 'google-chrome']
    .flatMap((name) => folders.map((folder) => join(folder, name)))
    .find(isExecutable);
  if (found !== undefined) return found;
  throw new Error('The browser tests need Chromium, and there is none in PATH. On Debian: apt-get install chromium');
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
