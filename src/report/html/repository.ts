import { type FindingEntry, placeOf, type RepositoryEntry } from '../repository-entry.ts';
import { prose } from './inline.ts';
import { type Markup, markup } from './markup.ts';

/** More findings than this nobody reads; the file stays small. */
const MOST = 100;

/** What was found in the clone, those of one rule together; nothing when there is nothing. */
export function repositorySection(repository: RepositoryEntry | undefined): Markup | undefined {
  const findings = repository?.findings ?? [];
  if (findings.length === 0) return undefined;
  const rules = [...Map.groupBy(findings.slice(0, MOST), ({ rule }) => rule).values()];
  const more = findings.length - MOST;
  return markup`<section>
<h2>Repository</h2>
${rules.map(card)}${more > 0 ? markup`<p class="none">${more} more are not shown.</p>\n` : ''}</section>
`;
}

function card(findings: readonly FindingEntry[]): Markup {
  return markup`<article class="card">
${findings.slice(0, 1).map(({ severity, effect, advice }) => markup`<h3>${severity === 'error' ? 'Error' : 'Warning'}</h3>\n<p class="title">${prose(effect)}</p>\n<p>${prose(advice)}</p>\n`)}<ul>${findings.map((each) => markup`<li><code><bdi>${placeOf(each)}</bdi></code> <bdi>${prose(each.problem)}</bdi></li>`)}</ul>
</article>
`;
}
