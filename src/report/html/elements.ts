import type { Overview, Status } from '../overview.ts';
import { type Markup, markup } from './markup.ts';

/** A link, if the address is an https one; otherwise just the text. */
export function link(text: string | Markup, address: string | undefined): Markup {
  return address?.startsWith('https://') ? anchor(text, address) : markup`${text}`;
}

/** A server without TLS is a link as well. */
export function serverLink(url: string): Markup {
  const text = markup`<bdi>${url.replace(/^https:\/\//, '')}</bdi>`;
  return /^https?:\/\//.test(url) ? anchor(text, url) : text;
}

function anchor(text: string | Markup, address: string): Markup {
  return markup`<a href="${address}" rel="noreferrer noopener">${text}</a>`;
}

/** Our own text: what is between backticks becomes code. */
export function prose(text: string): Markup {
  const parts = text.split(/`([^`]+)`/);
  return markup`${parts.map((part, index) => (index % 2 === 1 ? markup`<code>${part}</code>` : part))}`;
}

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** A time that reads the same in every time zone and language. What is no time stays as it is. */
export function time(when: Date | string): Markup {
  const date = new Date(when);
  if (Number.isNaN(date.getTime())) return markup`<bdi>${String(when)}</bdi>`;
  const iso = date.toISOString();
  const day = `${date.getUTCDate()} ${MONTHS[date.getUTCMonth()]} ${date.getUTCFullYear()}`;
  return markup`<time datetime="${iso}">${day}, ${iso.slice(11, 19)} UTC</time>`;
}

/** The icons, drawn once and used by reference. */
export const iconDefinitions: Markup = markup`${symbol('deployed', 'M4.8 8.3 7 10.5l4.2-4.8', {
  path: markup` stroke-linejoin="round"`,
})}
${symbol('failed', 'm5.5 5.5 5 5m0-5-5 5')}
${symbol('skipped', 'M5 8h6', { circle: markup` stroke-dasharray="2.6 1.8"` })}`;

/** @param more further attributes */
function symbol(id: Looks, path: string, more: { readonly circle?: Markup; readonly path?: Markup } = {}): Markup {
  const line = markup`fill="none" stroke="currentColor"`;
  return markup`<symbol id="${id}" viewBox="0 0 16 16">${[
    markup`<circle cx="8" cy="8" r="7" ${line} stroke-width="1.5"${more.circle}/>`,
    markup`<path d="${path}" ${line} stroke-width="1.6" stroke-linecap="round"${more.path}/>`,
  ]}</symbol>`;
}

type Looks = 'deployed' | 'failed' | 'skipped';

/** The icon of a state; words are beside it. What was never tried has one icon, whatever the reason. */
export function icon(status: Status | Overview['status']): Markup {
  const shown = looks(status);
  return markup`<svg class="icon ${shown}" aria-hidden="true"><use href="#${shown}"/></svg>`;
}

function looks(status: Status | Overview['status']): Looks {
  return status === 'deployed' || status === 'failed' ? status : 'skipped';
}

const WORDS: Readonly<Record<Status, string>> = {
  deployed: 'Deployed',
  failed: 'Failed',
  skipped: 'Skipped',
  disabled: 'Disabled',
};

export function chip(status: Status, isUnconfirmed: boolean): Markup {
  const word = isUnconfirmed ? 'Not confirmed' : WORDS[status];
  return markup`<span class="chip ${looks(status)}">${icon(status)}${word}</span>`;
}

/** The mark in the browser's tab: a dot in the colour of the outcome. */
export function tabIcon(status: Overview['status']): string {
  const colour = status === 'failed' ? '%23b3261e' : '%2315734a';
  const dot = `<circle cx='8' cy='8' r='7' fill='${colour}'/>`;
  return `data:image/svg+xml,<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 16 16'>${dot}</svg>`;
}
