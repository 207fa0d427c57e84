import { type CatalogueEntry, catalogue, type FailureKey } from '../../src/appsmith/failures/catalogue.ts';
import { outcomeOfStatus, TIMED_OUT } from '../../src/appsmith/failures/failure.ts';
import type { FailureKind, Retryable } from '../../src/deployment/failure.ts';

/** A document speaks of nobody's deployment in particular. */
const GENERAL: readonly (readonly [string, string])[] = [
  ['{app} in {APP_ID}', 'APP_ID'],
  ['{url} in {APPSMITH_URL}', 'APPSMITH_URL'],
  ['{branch} in {BRANCH}', 'BRANCH'],
  [' (now {seconds} s)', ''],
  ['{branch}', 'the branch'],
  ['{url}', 'APPSMITH_URL'],
  ['{host}', 'the server'],
  ['{proxy}', 'HTTPS_PROXY'],
  ['{run}', 'If it was not deployed, run'],
];
const VARIABLE = /\{([A-Z_]+)\}/g;

const KINDS: Readonly<Record<FailureKind, string>> = {
  access: 'Token, plan or permission',
  target: 'Address, application or branch',
  git: 'Git inside Appsmith',
  busy: 'Busy: it may pass by itself',
  server: "Appsmith's own error",
  network: 'Network',
  proxy: 'Proxy',
  tls: 'Certificates',
  answer: "A response that is not Appsmith's",
  interrupted: 'Interrupted',
};

const RETRIES: Readonly<Record<Retryable, string>> = {
  no: 'The pipe does not try again: another attempt would fail the same way.',
  few: 'The pipe tries again, three times in all at most: the fault may be lasting.',
  yes: 'The pipe tries again, up to MAX_ATTEMPTS.',
};

/** Entries that more than themselves decide for. */
const RETRIES_OF: Partial<Readonly<Record<FailureKey, string>>> = {
  UNKNOWN: 'After HTTP 5xx the pipe tries again, three times in all at most; else it does not.',
  UNCONFIRMED:
    'The pipe does not try again, since another attempt would end the same way. Only after a response that ' +
    'belongs to another request it does, up to MAX_ATTEMPTS.',
  PROXY:
    'After HTTP 429 or 5xx of the proxy, or a connection that was cut, the pipe tries again, up to ' +
    'MAX_ATTEMPTS; when the proxy is not reached or gives no ' +
    'status, three times in all at most. After another status, such as 403, it does not.',
  INTERRUPTED: 'The pipe was stopped, so it does not try again.',
};

const keys = Object.keys(catalogue) as FailureKey[];

/** Bitbucket's name for the heading that a key is. */
function anchor(key: FailureKey): string {
  return `#markdown-header-${key.toLowerCase()}`;
}

/** The failures that README names, the commonest first. */
export const COMMONEST = [
  'HTTP-401',
  'AE-GIT-4031',
  'AE-APP-4027',
  'AE-ACL-4004',
  'AE-GIT-5020',
  'AE-GIT-4044',
  'TIMEOUT',
  'TLS-CA',
] as const satisfies readonly FailureKey[];

/** A table of failures, code and meaning. */
export function failuresTable(shown: readonly FailureKey[]): string {
  const rows = shown.map((key) => `| ${key} | ${catalogue[key].title} |`);
  return ['| Code | Meaning |', '| --- | --- |', ...rows].join('\n');
}

/** Every failure: code, meaning, the likeliest remedy. */
function allFailuresTable(): string {
  const rows = keys.map(
    (key) => `| [${key}](${anchor(key)}) | ${catalogue[key].title} | ${inGeneral(catalogue[key].advice[0])} |`,
  );
  return ['| Code | Meaning | What to do first |', '| --- | --- | --- |', ...rows].join('\n');
}

/** docs/failures.md: a section for every entry of the catalogue, by kind. The log links to it. */
export function failuresDocument(): string {
  const kinds = Object.entries(KINDS).map(([kind, heading]) => {
    const alike = keys.filter((key) => catalogue[key].kind === kind);
    const list = alike.map((key) => `[${key}](${anchor(key)})`).join(', ');
    return `**${heading}.** ${list}`;
  });
  return [
    '# Failures',
    [
      'Every way to fail that the pipe knows, under the code that the log shows. A more exact code follows ' +
        'it, as in `TLS-EXPIRED: CERT_HAS_EXPIRED`.',
      'In the log each names your application, branch and server; [the gallery](gallery.md) shows the whole log.',
      'Where you use DEPLOY_ENDPOINT or a deployments file, the log names that instead of APPSMITH_URL, ' +
        'APP_ID or BRANCH.',
      'This page is generated from `src/appsmith/failures/catalogue.ts`.',
    ].join('\n'),
    ...kinds,
    allFailuresTable(),
    ...keys.map(section),
    '',
  ]
    .join('\n\n')
    .trimEnd()
    .concat('\n');
}

function section(key: FailureKey): string {
  const entry: CatalogueEntry = catalogue[key];
  return [
    `## ${key}`,
    `**${entry.title}.** ${RETRIES_OF[key] ?? RETRIES[entry.retryable ?? 'no']}${isCertain(key) ? '' : UNKNOWN}`,
    entry.advice.map((line, at) => `${at + 1}. ${inGeneral(line)}`).join('\n'),
    `[The whole log](gallery.md${anchor(key)})`,
  ].join('\n\n');
}

const UNKNOWN = ' Not confirmed: check in Appsmith first when the application was last deployed.';

/** Nothing was sent. */
const UNSENT = /^(CONNECT-.*|ENOTFOUND|DNS|IPV6|ECONNREFUSED|EHOSTUNREACH|TLS.*|PROXY.*)$/;

/** True where nothing can have been deployed. */
function isCertain(key: FailureKey): boolean {
  const status = /^HTTP-(\d+)$/.exec(key)?.[1];
  if (status !== undefined) return outcomeOfStatus(Number(status)) === 'not-deployed';
  if (key === 'UNKNOWN' || key.startsWith('AE-')) return !TIMED_OUT.has(key);
  return UNSENT.test(key) || key.startsWith('GATEWAY');
}

function inGeneral(advice: string): string {
  return GENERAL.reduce((text, [placeholder, words]) => text.replaceAll(placeholder, words), advice).replace(
    VARIABLE,
    '$1',
  );
}
