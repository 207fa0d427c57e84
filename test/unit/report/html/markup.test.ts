import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { escaped, markup } from '../../../../src/report/html/markup.ts';
import { anyText } from '../hostile.ts';

describe('markup', () => {
  test('escapes what is inserted, but not markup', () => {
    const inner = markup`<b>${'<i>'}</b>`;
    expect(markup`<p title="${`"'&`}">${inner}</p>`.toString()).toBe(
      '<p title="&quot;&#39;&amp;"><b>&lt;i&gt;</b></p>',
    );
  });

  test('joins lists, writes numbers, and leaves out what is undefined', () => {
    expect(markup`${[markup`<i/>`, '<', 1, undefined, ['a', 'b']]}!`.toString()).toBe('<i/>&lt;1ab!');
  });

  test('no text can open or close anything, and all that XML 1.0 allows of it can be read back', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const safe = escaped(text);
        expect(safe).not.toMatch(/[<>"']/);
        expect(safe.isWellFormed()).toBe(true);
        const back = safe.replace(/&(lt|gt|quot|#39|amp);/g, (_, name: string) => {
          return { lt: '<', gt: '>', quot: '"', '#39': "'", amp: '&' }[name] as string;
        });
        const allowed = Array.from(text).filter((char) =>
          /[\t\n\r\u0020-\ud7ff\ue000-\ufffd]|[\u{10000}-\u{10ffff}]/u.test(char),
        );
        expect(back).toBe(allowed.join(''));
      }),
    );
  });
});
