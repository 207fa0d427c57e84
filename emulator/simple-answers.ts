import type { Answer } from './answer.ts';

type Overrides = Omit<Answer, 'body'>;

/** A redirect. */
export function redirectTo(location: string, status = 302): Answer {
  return { status, headers: { Location: location }, body: '' };
}

/** Makes redirects to one address. */
export function redirect(status: number, location: string): (overrides?: Overrides) => Answer {
  return maker(redirectTo(location, status));
}

/** Makes answers in plain text. */
export function text(status: number, body: string, more: Overrides = {}): (overrides?: Overrides) => Answer {
  return maker({ status, body, ...more });
}

/** Makes answers in JSON that is no envelope of Appsmith. */
export function json(status: number, body: object, more: Overrides = {}): (overrides?: Overrides) => Answer {
  return maker({ status, body, from: 'other', ...more });
}

/** Makes answers that are web pages. */
export function html(status: number, body: string, more: Overrides = {}): (overrides?: Overrides) => Answer {
  return maker({ status, body, ...more, headers: { 'Content-Type': 'text/html; charset=utf-8', ...more.headers } });
}

function maker(answer: Answer): (overrides?: Overrides) => Answer {
  return (overrides = {}) => ({ ...answer, ...overrides, headers: { ...answer.headers, ...overrides.headers } });
}

/** A small web page. */
export function page(title: string, body: string): string {
  const head = `<head><meta charset="utf-8"><title>${title}</title></head>`;
  return `<!DOCTYPE html><html lang="en">${head}<body>${body}</body></html>\n`;
}

/** The page that nginx makes of a line. */
export function nginx(line: string): string {
  const body = ['<body>', `<center><h1>${line}</h1></center>`, '<hr><center>nginx</center>', '</body>'];
  return ['<html>', `<head><title>${line}</title></head>`, ...body, '</html>', ''].join('\r\n');
}
