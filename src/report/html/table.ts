import { durationText } from '../../text/duration-text.ts';
import type { Entry } from '../overview.ts';
import type { CardIds } from './cards.ts';
import { chip, prose, serverLink, time } from './elements.ts';
import { type Markup, markup } from './markup.ts';
import { type TimeScale, timeAxis, timeline } from './timeline-svg.ts';

interface TableOptions {
  readonly scale: TimeScale;
  readonly ids: CardIds;
}

/** Every deployment in the plan's order. On a narrow screen each row becomes a block. */
export function deploymentTable(entries: readonly Entry[], options: TableOptions): Markup {
  const showServer = entries.some(({ url }) => url !== entries[0]?.url);
  const rows = entries.map((entry) => row(entry, { ...options, showServer }));
  const titles = [
    markup`<th class="c-name" scope="col">Deployment</th>`,
    markup`<th class="c-status" scope="col">Status</th>`,
    markup`<th class="c-tries" scope="col">Attempts</th>`,
    markup`<th class="c-time" scope="col">Duration</th>`,
    markup`<th class="c-line" scope="col" aria-label="Timeline">${timeAxis(options.scale)}</th>`,
  ];
  return markup`<div class="table"><table>
<thead><tr>${titles}</tr></thead>
<tbody>
${rows}</tbody>
</table></div>
`;
}

function row(entry: Entry, { scale, ids, showServer }: TableOptions & { readonly showServer: boolean }): Markup {
  const { name, app, branch, url, status, attempts, seconds } = entry;
  const sub = markup`<code>${app}</code> on <code>${branch}</code>${showServer && markup`, ${serverLink(url)}`}`;
  const isTried = status === 'deployed' || status === 'failed';
  const cells = [
    markup`<th scope="row"><bdi>${name}</bdi><span class="sub">${sub}</span></th>`,
    markup`<td class="c-status">${chip(entry)}${more(entry, ids.get(entry))}</td>`,
    markup`<td class="${TRIES[attempts.length] ?? 'c-tries'}">${attempts.length}</td>`,
    markup`<td class="c-time${isTried ? '' : ' idle'}">${isTried ? durationText(seconds * 1_000) : '–'}</td>`,
    markup`<td class="c-line">${timeline(entry, scale)}</td>`,
  ];
  return markup`<tr>${cells}</tr>
`;
}

/** When it was deployed, or why it was not. */
function more({ failure, reason, deployedAt }: Entry, cardId: string | undefined): Markup | undefined {
  const code = failure && markup`<code>${failure.codeText}</code>`;
  const text = (deployedAt && time(deployedAt)) || (reason && prose(reason)) || code;
  if (!text) return undefined;
  return markup`<span class="sub">${cardId === undefined ? text : markup`<a href="#${cardId}">${text}</a>`}</span>`;
}

/** On a narrow screen a word follows the number; nothing is shown without attempts. */
const TRIES: Readonly<Record<number, string>> = { 0: 'c-tries idle', 1: 'c-tries one' };
