import { metadata } from '../../src/manifest/manifest.ts';

/** Every output variable that there is, as OUTPUT_VARIABLES names them. */
export const ALL_OUTPUTS = outputNames().join('\n');

export function outputNames(): readonly string[] {
  const { items } = metadata.variables.find(({ name }) => name === 'OUTPUT_VARIABLES')?.schema ?? {};
  return (items as { readonly enum: readonly string[] }).enum;
}
