import type { Deployment } from '../../deployment/deployment.ts';
import type { Failure } from '../../deployment/failure.ts';
import { type CatalogueEntry, catalogue, type FailureKey } from './catalogue.ts';
import { usersWords } from './users-words.ts';

/** What is known of a failure besides its entry in the catalogue. */
export interface Details extends Partial<Omit<Failure, 'kind' | 'advice'>> {
  /** The variable that names the proxy, for advice. */
  readonly proxy?: string;
}

/** What an advice may name. */
export type Subject = Pick<Deployment, 'app' | 'branch' | 'url' | 'timeoutMs' | 'fromFile' | 'pasted'>;

/** The failure that a catalogue entry describes, told about one deployment; details win over the entry. */
export function diagnose(key: FailureKey, subject: Subject, { proxy, ...details }: Details = {}): Failure {
  const { advice, outcomeUnknown, ...entry }: CatalogueEntry = catalogue[key];
  const words: Readonly<Record<string, string>> = {
    app: subject.app,
    branch: subject.branch,
    url: subject.url,
    host: new URL(subject.url).host,
    seconds: String(subject.timeoutMs / 1_000),
    proxy: proxy ?? 'HTTPS_PROXY',
  };
  const filled = usersWords(advice, subject).map((line) =>
    line.replace(/\{(\w+)\}/g, (_, word: string) => String(words[word])),
  );
  return {
    code: key,
    reference: key.toLowerCase(),
    outcomeUnknown: outcomeUnknown === true,
    ...entry,
    ...details,
    advice: filled,
  };
}

/** True when the catalogue has an entry for the text. */
export function isFailureKey(text: string): text is FailureKey {
  return Object.hasOwn(catalogue, text);
}
