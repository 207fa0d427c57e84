import type { Metadata } from '../../src/manifest/metadata.ts';
import { failuresTable } from './failures-document.ts';
import { logOf } from './gallery/log-of.ts';
import { withSection } from './section.ts';
import { fenced, variablesTable, yamlDefinition } from './variables-document.ts';

/**
 * README.md with its generated sections made anew.
 * @param gallery text of docs/gallery.md, whose logs it shows
 */
export function readme(text: string, metadata: Metadata, gallery: string): string {
  const sections: readonly [name: string, content: string][] = [
    [
      'log',
      `The log of a run that had to wait for a Git lock (ids, dates and durations are always the same here):\n\n${fenced('text', logOf(gallery, 'A Git lock that clears'))}\n\nAnd of one that failed:\n\n${fenced('text', logOf(gallery, 'HTTP-401'))}`,
    ],
    ['yaml definition', yamlDefinition(metadata)],
    ['variables', variablesTable(metadata)],
    ['failures', failuresTable()],
  ];
  return sections.reduce((all, [name, content]) => withSection(all, name, content), text);
}
