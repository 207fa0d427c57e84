import type { Answer } from './answer.ts';
import { DEFAULT_APP } from './app.ts';
import {
  type AppsmithError,
  type DeployedData,
  failure,
  instant,
  notFound,
  success,
  type Variation,
} from './envelope.ts';
import { errorRows } from './error-rows.ts';
import { gatewayAnswers } from './gateway-answers.ts';
import { html, page, text } from './simple-answers.ts';

const CADDY = { from: 'caddy' } as const;
const EDITOR_PAGE = page('Appsmith', '<div id="root"></div><script src="/static/js/main.js"></script>');

type Code = keyof typeof errorRows;

const codes = Object.fromEntries(
  Object.entries<AppsmithError>(errorRows).map(([code, row]) => [
    code,
    (variation?: Variation) => failure({ ...row, code }, variation),
  ]),
) as { readonly [code in Code]: (variation?: Variation) => Answer };

/**
 * Every answer that a deployment can meet, by Appsmith's code, or by a name where there is none.
 * @example emulator.answerWith(answers['AE-GIT-5020'](), answers['caddy-502']({ delayMs: 20 }))
 */
export const answers = {
  ...codes,
  ...gatewayAnswers,
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

  /** The newer form of the CSRF filter's refusal. */
  'csrf-json': (variation?: Variation) =>
    failure({ httpStatus: 403, message: 'An expected CSRF token cannot be found' }, variation),
  'unsupported-content-type': (variation?: Variation) =>
    failure({ httpStatus: 400, message: 'Unsupported Content-Type' }, variation),
  /** The branch does not exist inside Appsmith: one of the two forms, the other is AE-APP-4027. */
  'unknown-branch': (variation?: Variation) =>
    codes['AE-ACL-4004']({
      message: notFound(`application ${DEFAULT_APP.id},main`),
      ...variation,
    }),
  /** The Git catch-all with HTTP 400 around a 500. */
  'git-internal': (variation?: Variation) => codes['AE-GIT-4044']({ metaStatus: 500, ...variation }),
  /** HTTP 200 around a 429 that calls itself a success: seen on another route of Appsmith. */
  'false-200': (): Answer => ({
    status: 200,
    body: { responseMeta: { status: 429, success: true }, data: 'Too many requests received.', errorDisplay: '' },
  }),
  deployed: (data: DeployedData = {}): Answer =>
    success({
      applicationName: DEFAULT_APP.name,
      branchName: 'main',
      applicationId: DEFAULT_APP.id,
      deployedAt: instant(new Date()),
      repoUrl: DEFAULT_APP.repoUrl,
      ...data,
    }),
} as const;
