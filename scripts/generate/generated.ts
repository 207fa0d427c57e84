import { metadata } from '../../src/pipe/manifest.ts';
import { variableTypes } from './variable-types.ts';

/** A file that is made, wholly or in part, from another. Paths are relative to the project. */
interface Generated {
  readonly path: string;
  readonly content: () => string;
}

export const generated: readonly Generated[] = [
  { path: 'src/pipe/variable-values.generated.ts', content: () => variableTypes(metadata.variables) },
];
