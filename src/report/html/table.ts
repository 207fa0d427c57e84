import { durationText } from '../../text/duration-text.ts';
import type { Entry } from '../overview.ts';
import { explained, failureId } from './cards.ts';
import { chip, prose, serverLink, time } from './elements.ts';
import { type Markup, markup } from './markup.ts';
import { type TimeScale, timeAxis, timeline } from './timeline-svg.ts';

/** Every deployment in the plan's order. On a narrow screen each row becomes a block. */
export function deploymentTable(entries: readonly Entry[], scale: TimeScale): Markup {
  const anchors = new Map<Entry, string>(explained(entries).map((entry, index) => [entry, failureId(index)]));
  const showServer = new Set(entries.map((entry) => entry.url)).size > 1;
  const rows = entries.map((entry) => row(entry, { scale, anchor: anchors.get(entry), showServer }));
  const titles = [
    markup`<th class="c-name" scope="col">Deployment</th>`,
    markup`<th class="c-status" scope="col">Status</th>`,
    markup`<th class="c-tries" scope="col">Attempts</th>`,
    markup`<th class="c-time" scope="col">Duration</th>`,
    markup`<th class="c-line" scope="col" aria-label="Timeline">${timeAxis(scale)}</th>`,
  ];
  return markup`<div class="table"><table>
<thead><tr>${titles}</tr></thead>
<tbody>
${rows}</tbody>
</table></div>
`;
}

interface RowOptions {
  readonly scale: TimeScale;
  /** Of its explanation. */
  readonly anchor: string | undefined;
  readonly showServer: boolean;
}

function row(entry: Entry, { scale, anchor, showServer }: RowOptions): Markup {
  const { name, app, branch, url, status, attempts, seconds, failure } = entry;
  const sub = markup`<code>${app}</code> on <code>${branch}</code>${showServer ? markup`, ${serverLink(url)}` : ''}`;
  const isTried = status === 'deployed' || status === 'failed';
  const tries = TRIES[attempts.length] ?? 'c-tries';
  const cells = [
    markup`<th scope="row"><bdi>${name}</bdi><span class="sub">${sub}</span></th>`,
    markup`<td class="c-status">${chip(status, failure?.outcomeUnknown === true)}${more(entry, anchor)}</td>`,
    markup`<td class="${tries}">${attempts.length}</td>`,
    markup`<td class="c-time${isTried ? '' : ' idle'}">${isTried ? durationText(seconds * 1_000) : '–'}</td>`,
    markup`<td class="c-line">${timeline(entry, scale)}</td>`,
  ];
  return markup`<tr>${cells}</tr>
`;
}

/** When it was deployed, or why it was not. */
function more({ failure, reason, deployedAt }: Entry, anchor: string | undefined): Markup | undefined {
  if (deployedAt !== undefined) return markup`<span class="sub">${time(deployedAt)}</span>`;
  if (reason !== undefined) return markup`<span class="sub">${prose(reason)}</span>`;
  if (failure === undefined) return undefined;
  const code = markup`<code>${failure.codeText}</code>`;
  return markup`<span class="sub">${anchor === undefined ? code : markup`<a href="#${anchor}">${code}</a>`}</span>`;
}

/** On a narrow screen a word follows the number; nothing is shown without attempts. */
const TRIES: Readonly<Record<number, string>> = { 0: 'c-tries idle', 1: 'c-tries one' };
