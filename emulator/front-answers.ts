import type { Answer } from './answer.ts';

type Overrides = Omit<Answer, 'body'>;

const EDITOR_PAGE = page('Appsmith', '<div id="root"></div><script src="/static/js/main.js"></script>');

/** Answers without an envelope: of Appsmith's security filters, of its Caddy, and of what people put in front of it. */
export const frontAnswers = {
  /** No token, a wrong or regenerated one, another kind of token, or the Community edition. */
  unauthorized: text(401, '', { fromAppsmith: true }),
  'csrf-text': text(403, 'An expected CSRF token cannot be found', { fromAppsmith: true }),
  'unsupported-content-type': text(400, 'Unsupported Content-Type', { fromAppsmith: true }),

  'caddy-502': text(502, '502 Bad Gateway'),
  'caddy-429': text(429, '429 Too Many Requests'),
  'caddy-413': text(413, '413 Request Entity Too Large'),
  'caddy-405': text(405, '405 Method Not Allowed', { headers: { Allow: 'GET, HEAD' } }),
  /** The web app: what every path outside of /api answers a GET with. */
  'editor-page': html(200, EDITOR_PAGE),
  /** Shown while the server starts. */
  'loading-page': html(200, page('Appsmith', '<p>Appsmith is starting. Please wait until the server is ready.</p>')),

  'nginx-404': html(404, nginx('404 Not Found')),
  'nginx-502': html(502, nginx('502 Bad Gateway')),
  'nginx-504': html(504, nginx('504 Gateway Time-out')),
  'load-balancer-504': html(504, page('504 Gateway Time-out', '<center><h1>504 Gateway Time-out</h1></center>')),
  'cloudflare-524': html(
    524,
    page('acme.example.com | 524: A timeout occurred', '<h1>A timeout occurred</h1><p>Ray ID: 8f00c0ffee123456</p>'),
    { headers: { Server: 'cloudflare', 'CF-RAY': '8f00c0ffee123456-FRA' } },
  ),
  'access-login-page': html(
    200,
    page('Sign in ・ Cloudflare Access', '<form action="/login"><input name="email"></form>'),
  ),
  'access-login-redirect': redirect(302, 'https://acme.cloudflareaccess.com/cdn-cgi/access/login/appsmith.example.com'),
} as const;

/** A redirect to the given place. */
export function redirectTo(location: string, status = 302): Answer {
  return { status, headers: { Location: location }, body: '' };
}

function redirect(status: number, location: string): (overrides?: Overrides) => Answer {
  return maker(redirectTo(location, status));
}

function text(status: number, body: string, more: Overrides = {}): (overrides?: Overrides) => Answer {
  return maker({ status, body, ...more });
}

function html(status: number, body: string, more: Overrides = {}): (overrides?: Overrides) => Answer {
  return maker({ status, body, ...more, headers: { 'Content-Type': 'text/html; charset=utf-8', ...more.headers } });
}

function maker(answer: Answer): (overrides?: Overrides) => Answer {
  return (overrides = {}) => ({ ...answer, ...overrides, headers: { ...answer.headers, ...overrides.headers } });
}

function page(title: string, body: string): string {
  return `<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>${title}</title></head><body>${body}</body></html>\n`;
}

function nginx(line: string): string {
  return `<html>\r\n<head><title>${line}</title></head>\r\n<body>\r\n<center><h1>${line}</h1></center>\r\n<hr><center>nginx</center>\r\n</body>\r\n</html>\r\n`;
}
