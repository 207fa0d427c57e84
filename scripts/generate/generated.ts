import { readFileSync } from 'node:fs';
import { metadata } from '../../src/manifest/manifest.ts';
import type { Budget } from '../bench/budget.ts';
import { performanceChart, performanceDocument } from '../bench/document.ts';
import type { Results } from '../bench/results.ts';
import { listingEntry } from '../listing.ts';
import { failuresDocument } from './failures-document.ts';
import { readme } from './readme.ts';
import { outputDocument, repositoryDocument } from './table-documents.ts';
import { variableTypes } from './variable-types.ts';

/** A file that is made, wholly or in part, from another. Paths are relative to the project. */
interface Generated {
  readonly path: string;
  readonly content: () => string;
}

/** In the order of writing: what comes later may be made from what stands before. */
export const generated: readonly Generated[] = [
  { path: 'src/manifest/variable-values.generated.ts', content: () => variableTypes(metadata.variables) },
  { path: 'README.md', content: () => readme(text('README.md'), metadata, text('docs/gallery.md')) },
  { path: 'docs/failures.md', content: failuresDocument },
  {
    path: 'docs/output.md',
    content: () => outputDocument(text('docs/output.md'), text('schemas/appsmith-deploy.schema.json')),
  },
  { path: 'docs/repository-check.md', content: () => repositoryDocument(text('docs/repository-check.md')) },
  {
    path: 'docs/development/performance.md',
    content: () => performanceDocument(benchResults(), JSON.parse(text('bench/budget.json')) as Budget),
  },
  { path: 'docs/development/performance.svg', content: () => performanceChart(benchResults()) },
  { path: 'listing/appsmith-deploy.yml', content: () => listingEntry(text('pipe.yml'), text('README.md')) },
];

function text(path: string): string {
  return readFileSync(path, 'utf8');
}

function benchResults(): Results {
  return JSON.parse(text('bench/results.json'));
}
