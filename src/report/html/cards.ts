import { locationOf, type RepositoryFinding } from '../../repository/finding.ts';
import type { CheckedRepository, Entry, FailureEntry, Overview } from '../overview.ts';
import { link, prose, serverLink, time } from './elements.ts';
import { type Markup, markup } from './markup.ts';

/** More cards of one kind would not be read, and make the file large. */
const MOST = 100;

/** The failed deployments that have a card, each with the id of it. */
export type CardIds = ReadonlyMap<Entry, string>;

export function cardIds(entries: readonly Entry[]): CardIds {
  const failed = entries.filter(({ failure }) => failure !== undefined).slice(0, MOST);
  return new Map(failed.map((entry, index) => [entry, `failure-${index + 1}`]));
}

/** Each failure, with what to do about it. */
export function failures({ counts, startedAt }: Overview, ids: CardIds): Markup | undefined {
  if (ids.size === 0) return undefined;
  const cards = [...ids].map(([entry, id]) => entry.failure && card(entry, entry.failure, { id, startedAt }));
  const more = counts.failed - ids.size;
  const rest = `${more} more failed: the table below has their codes, appsmith-deploy.json the details.`;
  return markup`<section>
<h2>What to do</h2>
${cards}${more > 0 && markup`<p class="none">${rest}</p>\n`}</section>
`;
}

function card(
  { name, app, branch, url, attempts }: Entry,
  failure: FailureEntry,
  { id, startedAt }: { readonly id: string; readonly startedAt: Date },
): Markup {
  const { outcomeUnknown, title, codeText } = failure;
  // The first advice is then to check when the application was last deployed.
  const firstAttempt = new Date(startedAt.getTime() + (attempts[0]?.start ?? 0) * 1_000);
  const isDone = outcomeUnknown && markup` If that was after ${time(firstAttempt)}, this deployment is done.`;
  const advice = failure.advice.map((line, index) => markup`<li>${prose(line)}${index === 0 && isDone}</li>`);
  return markup`<article class="card" id="${id}">
<h3><bdi>${name}</bdi></h3>
<p class="where">App <code>${app}</code>, branch <code>${branch}</code>, on ${serverLink(url)}</p>
<p class="title">${outcomeUnknown && 'Not confirmed: '}${prose(title)} <code>${codeText}</code></p>
<ul>${advice}</ul>
${quotes(failure)}${references(failure)}</article>
`;
}

function quotes({ serverMessage, detail }: FailureEntry): Markup {
  return markup`${[
    serverMessage && markup`<blockquote><b>The server says</b><bdi>${serverMessage}</bdi></blockquote>\n`,
    detail && markup`<blockquote><b>Also seen</b><bdi>${prose(detail)}</bdi></blockquote>\n`,
  ]}`;
}

function references({ requestId, serverRequestId, help }: FailureEntry): Markup {
  return markup`<p class="ids">${[
    requestId && markup`<span>X-Request-Id <code>${requestId}</code></span>`,
    serverRequestId && markup`<span>X-Appsmith-Request-Id <code>${serverRequestId}</code></span>`,
    markup`<span>${link('More about this failure', help)}</span>`,
  ]}</p>\n`;
}

/** What was found in the clone, by rule. */
export function repositorySection({ findings }: Pick<CheckedRepository, 'findings'>): Markup | undefined {
  if (findings.length === 0) return undefined;
  const rules = [...Map.groupBy(findings.slice(0, MOST), ({ rule }) => rule).values()];
  const more = findings.length - MOST;
  return markup`<section>
<h2>Repository</h2>
${rules.map(ruleCard)}${more > 0 && markup`<p class="none">${more} more are not shown.</p>\n`}</section>
`;
}

function ruleCard(findings: readonly RepositoryFinding[]): Markup {
  const { severity, effect, advice } = findings[0] as RepositoryFinding;
  const places = findings.map((finding) => {
    return markup`<li><code><bdi>${locationOf(finding)}</bdi></code> <bdi>${prose(finding.problem)}</bdi></li>`;
  });
  return markup`<article class="card">
<h3>${severity === 'error' ? 'Error' : 'Warning'}</h3>
<p class="title">${prose(effect)}</p>
<p>${prose(advice)}</p>
<ul>${places}</ul>
</article>
`;
}
