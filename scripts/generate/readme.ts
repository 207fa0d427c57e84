import type { Metadata } from '../../src/pipe/metadata.ts';
import { failuresTable } from './failures-document.ts';
import { withSection } from './section.ts';
import { variablesTable, yamlDefinition } from './variables-document.ts';

/** README.md with its generated sections made anew. */
export function readme(text: string, metadata: Metadata): string {
  const sections: readonly [name: string, content: string][] = [
    ['yaml definition', yamlDefinition(metadata)],
    ['variables', variablesTable(metadata)],
    ['failures', failuresTable()],
  ];
  return sections.reduce((all, [name, content]) => withSection(all, name, content), text);
}
