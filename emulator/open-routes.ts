import type { Answer } from './answer.ts';
import { answers } from './answers.ts';
import { type Knowledge, refuseAtTheDoor } from './checks.ts';
import type { CompletedDeployment } from './deployments.ts';
import { notFound, success } from './envelope.ts';
import type { RecordedRequest } from './recording.ts';

/** up, unhealthy (408 AE-APP-4080), html (another web page answers), down (Caddy alone: 502). */
export type Health = 'up' | 'unhealthy' | 'html' | 'down';

/** json, or html when it is not Appsmith's own front that answers. */
export type Information = 'json' | 'html';

/** What the routes without a login show. */
export interface PublicState {
  readonly health: Health;
  readonly information: Information;
  readonly completed: readonly CompletedDeployment[];
}

const HEALTH: Readonly<Record<Health, () => Answer>> = {
  up: () => success('All systems are up'),
  unhealthy: answers['AE-APP-4080'],
  html: answers['editor-page'],
  down: answers['caddy-502'],
};

/**
 * Answers everything but the deploy route.
 * @param path with the path prefix taken off
 */
export function openRoute(request: RecordedRequest, path: string, server: Knowledge, state: PublicState): Answer {
  const isRead = request.method === 'GET' || request.method === 'HEAD';
  if (!/^\/(api|oauth2|login)\//.test(path)) {
    if (!isRead) return answers['caddy-405']();
    return path === '/info' && state.information === 'json' ? information(server.version) : answers['editor-page']();
  }
  if (isRead && path === '/api/v1/health') return HEALTH[state.health]();
  if (isRead && path === '/api/v1/pages') return publishedPages(request.query, server, state.completed);
  return refuseAtTheDoor(request, server) ?? answers['404']();
}

/** What the image was built from. Caddy serves the file, so no header of Appsmith's is on it. */
function information(version: string): Answer {
  return {
    from: 'caddy',
    body: { version, imageBuiltAt: '2026-05-12T08:30:00Z', commitSha: '58131cd0be49a2979b7880288444a4647ea79c22' },
  };
}

function publishedPages(query: URLSearchParams, server: Knowledge, completed: readonly CompletedDeployment[]): Answer {
  const id = query.get('applicationId') ?? '';
  const app = server.apps.get(id);
  if (app === undefined || !app.public || query.get('mode') !== 'PUBLISHED') {
    return answers['AE-ACL-4004']({ message: notFound(`applicationId ${id}`) });
  }
  const lastDeployedAt = completed.findLast(({ appId }) => appId === id)?.deployedAt;
  return success({ application: { id, name: app.name, lastDeployedAt }, pages: [] });
}
