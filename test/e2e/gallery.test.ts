import { readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { gallery } from '../../scripts/generate/gallery/gallery.ts';

test('docs/gallery.md shows what the built pipe says today: `npm run generate` makes it anew', async () => {
  expect(await gallery()).toBe(readFileSync('docs/gallery.md', 'utf8'));
}, 120_000);
