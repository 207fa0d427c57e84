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
