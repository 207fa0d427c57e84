import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { generated } from '../../scripts/generate/generated.ts';
import { withSection } from '../../scripts/generate/section.ts';

test.each(generated)('$path is up to date: `npm run generate` makes it anew', ({ path, content }) => {
  expect(readFileSync(path, 'utf8')).toBe(content());
});

describe('a generated section', () => {
  const text = 'a\n[//]: # (generated: x)\nold\n[//]: # (end: x)\nb\n';

  test('is replaced, and nothing around it', () => {
    const made = withSection(text, 'x', 'new');
    expect(made).toBe('a\n[//]: # (generated: x)\n\nnew\n\n[//]: # (end: x)\nb\n');
    expect(withSection(made, 'x', 'new')).toBe(made);
  });

  test.each(['', '[//]: # (generated: x)', '[//]: # (end: x)\n[//]: # (generated: x)', text + text])(
    'is not put where its markers are missing or doubled: %j',
    (wrong) => {
      expect(() => withSection(wrong, 'x', 'new')).toThrow('[//]: # (generated: x)');
    },
  );
});
