import { html, page, text } from './simple-answers.ts';

const CADDY = { from: 'caddy' } as const;
const EDITOR_PAGE = page('Appsmith', '<div id="root"></div><script src="/static/js/main.js"></script>');

/** Answers without an envelope: of Appsmith's security filters, and of its Caddy. */
export const frontAnswers = {
  /** No token, a wrong or regenerated one, another kind of token, or the Community edition. */
  unauthorized: text(401, '', { from: 'appsmith' }),
  'csrf-text': text(403, 'An expected CSRF token cannot be found', { from: 'appsmith' }),

  'caddy-502': text(502, '502 Bad Gateway', CADDY),
  'caddy-429': text(429, '429 Too Many Requests', CADDY),
  'caddy-413': text(413, '413 Request Entity Too Large', CADDY),
  'caddy-405': text(405, '405 Method Not Allowed', { from: 'caddy', headers: { Allow: 'GET, HEAD' } }),
  /** The web app: what every path outside of /api answers a GET with. */
  'editor-page': html(200, EDITOR_PAGE, CADDY),
  /** Shown while the server starts. */
  'loading-page': html(
    200,
    page('Appsmith', '<p>Appsmith is starting. Please wait until the server is ready.</p>'),
    CADDY,
  ),
} as const;
