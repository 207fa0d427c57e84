import type { Metadata } from '../../src/manifest/metadata.ts';
import { COMMONEST, failuresTable } from './failures-document.ts';
import { logOf } from './gallery/log-of.ts';
import { withSection } from './section.ts';
import { fenced, listVariables, variablesTables, yamlDefinition } from './variables-document.ts';

/**
 * README.md with its generated sections made anew.
 * @param gallery text of docs/gallery.md, whose logs it shows
 */
export function readme(text: string, metadata: Metadata, gallery: string): string {
  const sections: readonly [name: string, content: string][] = [
    [
      'log',
      `${fenced('text', logOf(gallery, 'A Git lock that clears'))}\n\n${fenced('text', logOf(gallery, 'HTTP-401'))}`,
    ],
    ['yaml definition', yamlDefinition(metadata)],
    ['variables', variablesTables(metadata)],
    [
      'lists',
      [
        `- **Lists.** ${listVariables(metadata)} take one value or a list: \`APP_ID: ['a', 'b']\` in ` +
          'Bitbucket, one item per line elsewhere. ' +
          'A single value goes with all of another list.',
        "- **Quotes.** Bitbucket takes only text: `TIMEOUT: '600'`, `DEBUG: 'true'` (or yes, no, on, off).",
        '- **Empty values** count as not set.',
      ].join('\n'),
    ],
    ['failures', failuresTable(COMMONEST)],
  ];
  return sections.reduce((all, [name, content]) => withSection(all, name, content), text);
}
