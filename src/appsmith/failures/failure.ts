import type { Failure } from '../../deployment/failure.ts';
import { definedOnly } from '../../text/defined-only.ts';
import { type CatalogueEntry, catalogue, type FailureKey } from './catalogue.ts';

/** What is known of a failure in addition to its entry in the catalogue. */
export type Details = Partial<Omit<Failure, 'kind' | 'key' | 'outcome'>>;

/** The failure that a catalogue entry describes; details win over the entry. */
export function failureOf(key: FailureKey, outcome: Failure['outcome'], details: Details = {}): Failure {
  const { kind, title, advice, retryable, longWait, ambiguous, unlikely }: CatalogueEntry = catalogue[key];
  const entry = { kind, title, advice, retryable, ...definedOnly({ longWait, ambiguous, unlikely }) };
  return { key, code: key, ...entry, ...details, outcome };
}

/** True when the catalogue has an entry for the text. */
export function isFailureKey(text: string): text is FailureKey {
  return Object.hasOwn(catalogue, text);
}
