import type { Entry, FailureEntry, Overview } from '../overview.ts';
import { type FindingEntry, locationOf, type RepositoryEntry } from '../repository-entry.ts';
import { link, prose, serverLink, time } from './elements.ts';
import { type Markup, markup } from './markup.ts';

/** Nobody reads more cards of one kind, and the file stays small. */
const MOST = 100;

export type FailedEntry = Entry & { readonly failure: FailureEntry };

/** The failed deployments that the report explains; the table refers to them. */
export function explained(entries: readonly Entry[]): FailedEntry[] {
  return failed(entries).slice(0, MOST);
}

export function failureId(index: number): string {
  return `failure-${index + 1}`;
}

/** Each failure, with what to do about it. */
export function failures({ entries, startedAt }: Overview): Markup | undefined {
  const all = failed(entries);
  if (all.length === 0) return undefined;
  const cards = explained(entries).map((entry, index) => card(entry, index, startedAt));
  const rest = `${all.length - MOST} more failed: the table below has their codes, appsmith-deploy.json the details.`;
  return markup`<section>
<h2>What to do</h2>
${cards}${all.length > MOST ? markup`<p class="none">${rest}</p>\n` : ''}</section>
`;
}

function failed(entries: readonly Entry[]): FailedEntry[] {
  return entries.filter((entry): entry is FailedEntry => entry.failure !== undefined);
}

function card(entry: FailedEntry, index: number, runStart: Date): Markup {
  const { name, app, branch, url, failure } = entry;
  const { outcomeUnknown, title, codeText } = failure;
  const advice = failure.advice.map((line) => markup`<li>${prose(line)}</li>`);
  return markup`<article class="card" id="${failureId(index)}">
<h3><bdi>${name}</bdi></h3>
<p class="where">App <code>${app}</code>, branch <code>${branch}</code>, on ${serverLink(url)}</p>
<p class="title">${outcomeUnknown ? 'Not confirmed: ' : ''}${prose(title)} <code>${codeText}</code></p>
${outcomeUnknown ? nextStep(entry, runStart) : ''}<ul>${advice}</ul>
${quotes(failure)}${references(failure)}</article>
`;
}

/** How to find out whether an unconfirmed deployment is done. */
function nextStep({ branch, url, attempts }: FailedEntry, runStart: Date): Markup {
  const firstStart = new Date(runStart.getTime() + (attempts[0]?.start ?? 0) * 1_000);
  return markup`<p>${[
    markup`On ${serverLink(url)} open the application on the branch <code>${branch}</code>. `,
    markup`If it was last deployed after ${time(firstStart)}, the deployment is done. `,
    'If not, and nothing is running there, run this step again.',
  ]}</p>\n`;
}

function quotes({ serverMessage, detail }: FailureEntry): Markup {
  return markup`${[
    serverMessage && markup`<blockquote><b>The server says</b><bdi>${serverMessage}</bdi></blockquote>\n`,
    detail && markup`<blockquote><b>Also seen</b><bdi>${prose(detail)}</bdi></blockquote>\n`,
  ]}`;
}

function references({ requestId, serverRequestId, help }: FailureEntry): Markup | undefined {
  const parts = [
    requestId && markup`<span>X-Request-Id <code>${requestId}</code></span>`,
    serverRequestId && markup`<span>X-Appsmith-Request-Id <code>${serverRequestId}</code></span>`,
    help && markup`<span>${link('More about this failure', help)}</span>`,
  ].filter((part) => part !== undefined && part !== '');
  return parts.length === 0 ? undefined : markup`<p class="ids">${parts}</p>\n`;
}

/** What was found in the clone, by rule. */
export function repositorySection(repository: RepositoryEntry | undefined): Markup | undefined {
  const findings = repository?.findings ?? [];
  if (findings.length === 0) return undefined;
  const rules = [...Map.groupBy(findings.slice(0, MOST), ({ rule }) => rule).values()];
  const more = findings.length - MOST;
  return markup`<section>
<h2>Repository</h2>
${rules.map(ruleCard)}${more > 0 ? markup`<p class="none">${more} more are not shown.</p>\n` : ''}</section>
`;
}

function ruleCard(findings: readonly FindingEntry[]): Markup {
  const rule = findings.slice(0, 1).map(
    ({ severity, effect, advice }) => markup`<h3>${severity === 'error' ? 'Error' : 'Warning'}</h3>
<p class="title">${prose(effect)}</p>
<p>${prose(advice)}</p>
`,
  );
  const places = findings.map((each) => {
    return markup`<li><code><bdi>${locationOf(each)}</bdi></code> <bdi>${prose(each.problem)}</bdi></li>`;
  });
  return markup`<article class="card">
${rule}<ul>${places}</ul>
</article>
`;
}
