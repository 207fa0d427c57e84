import { type Entry, type Overview, type Status, statusText } from '../overview.ts';
import { type Markup, markup } from './markup.ts';

/** A link, if the address is one of the web; otherwise just the text. */
export function link(text: string | Markup, address = ''): Markup {
  if (!/^https?:\/\//.test(address)) return markup`${text}`;
  return markup`<a href="${address}" rel="noreferrer noopener">${text}</a>`;
}

export function serverLink(url: string): Markup {
  return link(markup`<bdi>${url.replace(/^https:\/\//, '')}</bdi>`, url);
}

/** Our own text: what is between backticks becomes code. */
export function prose(text: string): Markup {
  const parts = text.split(/`([^`]+)`/);
  return markup`${parts.map((part, index) => (index % 2 === 1 ? markup`<code>${part}</code>` : part))}`;
}

/** A time that reads the same in every time zone and language. Anything else is shown as it is. */
export function time(when: Date | string): Markup {
  const date = new Date(when);
  if (Number.isNaN(date.getTime())) return markup`<bdi>${String(when)}</bdi>`;
  const [, day, month, year, clock] = date.toUTCString().split(' ');
  return markup`<time datetime="${date.toISOString()}">${Number(day)} ${month} ${year}, ${clock} UTC</time>`;
}

/** The icons, drawn once and used by reference. */
export const iconDefinitions: Markup = markup`${symbol('deployed', 'M4.8 8.3 7 10.5l4.2-4.8')}
${symbol('failed', 'm5.5 5.5 5 5m0-5-5 5')}
${symbol('skipped', 'M5 8h6', '2.6 1.8')}`;

function symbol(id: IconName, path: string, dashes = 'none'): Markup {
  const line = markup`fill="none" stroke="currentColor"`;
  return markup`<symbol id="${id}" viewBox="0 0 16 16">${[
    markup`<circle cx="8" cy="8" r="7" ${line} stroke-width="1.5" stroke-dasharray="${dashes}"/>`,
    markup`<path d="${path}" ${line} stroke-width="1.6" stroke-linecap="round" stroke-linejoin="round"/>`,
  ]}</symbol>`;
}

type IconName = 'deployed' | 'failed' | 'skipped';

/** The icon of a state, next to its text. */
export function icon(status: Status | Overview['status']): Markup {
  const name = iconName(status);
  return markup`<svg class="icon ${name}" aria-hidden="true"><use href="#${name}"/></svg>`;
}

/** All that was not attempted has the same icon. */
function iconName(status: Status | Overview['status']): IconName {
  return status === 'deployed' || status === 'failed' ? status : 'skipped';
}

export function chip(entry: Entry): Markup {
  const text = statusText(entry).replace(/^./, (letter) => letter.toUpperCase());
  return markup`<span class="chip ${iconName(entry.status)}">${icon(entry.status)}${text}</span>`;
}

/** The mark in the browser's tab: a dot in the colour of the outcome. */
export function tabIcon(status: Overview['status']): string {
  const colour = status === 'failed' ? '%23b3261e' : '%2315734a';
  const dot = `<circle cx='8' cy='8' r='7' fill='${colour}'/>`;
  return `data:image/svg+xml,<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 16 16'>${dot}</svg>`;
}
