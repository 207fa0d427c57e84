import { diagnose } from '../../src/appsmith/diagnose.ts';
import { type CatalogueEntry, catalogue, type FailureKey } from '../../src/appsmith/failures.ts';
import type { FailureKind, Retryable } from '../../src/deployment/failure.ts';

/** Documents tell every advice about this deployment. */
const EXAMPLE = {
  app: '660427bb3927480dc0720914',
  branch: 'main',
  url: 'https://appsmith.example.com',
  timeoutMs: 300_000,
};

const KINDS: Readonly<Record<FailureKind, string>> = {
  access: 'Token, plan or permission',
  target: 'Address, application or branch',
  git: 'Git inside Appsmith',
  busy: 'Busy: it may pass by itself',
  server: "Appsmith's own error",
  network: 'Network',
  proxy: 'Proxy',
  tls: 'Certificates',
  answer: "An answer that is not Appsmith's",
  interrupted: 'Interrupted',
};

const RETRIES: Readonly<Record<Retryable, string>> = {
  no: 'The pipe does not try again: another attempt would fail alike.',
  few: 'The pipe tries again, three times in all at most: the fault may be lasting.',
  yes: 'The pipe tries again, up to MAX_ATTEMPTS.',
};

const keys = Object.keys(catalogue) as FailureKey[];

/** README's table of the failures: code, meaning, the likeliest remedy. */
export function failuresTable(): string {
  const rows = keys.map((key) => {
    const { title, advice } = diagnose(key, EXAMPLE);
    return `| [${key}](docs/failures.md#${key.toLowerCase()}) | ${title} | ${advice[0]} |`;
  });
  return ['| Code | Meaning | What to do first |', '| --- | --- | --- |', ...rows].join('\n');
}

/** docs/failures.md: a section for every entry of the catalogue, by kind. Its anchor is the key in lower case: the log links to it. */
export function failuresDocument(): string {
  const kinds = Object.entries(KINDS).map(([kind, heading]) => {
    const alike = keys.filter((key) => catalogue[key].kind === kind);
    const list = alike.map((key) => `[${key}](#${key.toLowerCase()})`).join(', ');
    return `**${heading}.** ${list}`;
  });
  return [
    '# Failures',
    [
      'Every way to fail that the pipe knows. The last line of a log links here. Look for your code with the search of your browser.',
      `The examples are of the branch \`${EXAMPLE.branch}\` on \`${EXAMPLE.url}\`. [The gallery](gallery.md) shows the whole log of each.`,
      'This page is generated from `src/appsmith/failures.ts`.',
    ].join('\n'),
    ...kinds,
    ...keys.map(section),
    '',
  ]
    .join('\n\n')
    .trimEnd()
    .concat('\n');
}

function section(key: FailureKey): string {
  const entry: CatalogueEntry = catalogue[key];
  const { title, advice } = diagnose(key, EXAMPLE);
  return [
    `## ${key}`,
    `**${title}.** ${RETRIES[entry.retryable]}${entry.outcomeUnknown === true ? UNKNOWN : ''}`,
    advice.map((line, at) => `${at + 1}. ${line}`).join('\n'),
  ].join('\n\n');
}

const UNKNOWN = ' Whether the application was deployed is not known: it may still be going on in Appsmith.';
