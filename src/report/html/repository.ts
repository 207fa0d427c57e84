import { type FindingEntry, locationOf, type RepositoryEntry } from '../repository-entry.ts';
import { prose } from './inline.ts';
import { type Markup, markup } from './markup.ts';

/** Nobody reads more findings, and the file stays small. */
const MOST = 100;

/** What was found in the clone, by rule. */
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
