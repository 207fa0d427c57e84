import type { Overview, Status } from '../overview.ts';
import { type Markup, markup } from './markup.ts';

/** The icons, drawn once; everything else refers to them. */
export const iconDefinitions: Markup = markup`<symbol id="deployed" viewBox="0 0 16 16"><circle cx="8" cy="8" r="7" fill="none" stroke="currentColor" stroke-width="1.5"/><path d="M4.8 8.3 7 10.5l4.2-4.8" fill="none" stroke="currentColor" stroke-width="1.6" stroke-linecap="round" stroke-linejoin="round"/></symbol>
<symbol id="failed" viewBox="0 0 16 16"><circle cx="8" cy="8" r="7" fill="none" stroke="currentColor" stroke-width="1.5"/><path d="m5.5 5.5 5 5m0-5-5 5" fill="none" stroke="currentColor" stroke-width="1.6" stroke-linecap="round"/></symbol>
<symbol id="skipped" viewBox="0 0 16 16"><circle cx="8" cy="8" r="7" fill="none" stroke="currentColor" stroke-width="1.5" stroke-dasharray="2.6 1.8"/><path d="M5 8h6" fill="none" stroke="currentColor" stroke-width="1.6" stroke-linecap="round"/></symbol>`;

/** The icon of a state; words are beside it. What was never tried has one icon, whatever the reason. */
export function icon(status: Status | Overview['status']): Markup {
  const shown = looks(status);
  return markup`<svg class="icon ${shown}" aria-hidden="true"><use href="#${shown}"/></svg>`;
}

function looks(status: Status | Overview['status']): 'deployed' | 'failed' | 'skipped' {
  return status === 'deployed' || status === 'failed' ? status : 'skipped';
}

const WORDS: Readonly<Record<Status, string>> = {
  deployed: 'Deployed',
  failed: 'Failed',
  skipped: 'Skipped',
  disabled: 'Disabled',
};

/** A state as icon and word. Of a failure that left the outcome open nobody knows whether it deployed. */
export function chip(status: Status, isUnconfirmed: boolean): Markup {
  return markup`<span class="chip ${looks(status)}">${icon(status)}${isUnconfirmed ? 'Not confirmed' : WORDS[status]}</span>`;
}

/** The mark in the browser's tab: a dot in the colour of the outcome. */
export function tabIcon(status: Overview['status']): string {
  const colour = status === 'failed' ? '%23b3261e' : '%2315734a';
  return `data:image/svg+xml,<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 16 16'><circle cx='8' cy='8' r='7' fill='${colour}'/></svg>`;
}
