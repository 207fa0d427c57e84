import { type Markup, markup } from './markup.ts';

/** Text that leads somewhere, if the address is an https one; otherwise just the text. */
export function link(text: string | Markup, address: string | undefined): Markup {
  return address?.startsWith('https://')
    ? markup`<a href="${address}" rel="noreferrer noopener">${text}</a>`
    : markup`${text}`;
}
