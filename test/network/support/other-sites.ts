import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Sight } from './sites.ts';

/** A request as nginx saw it. */
export interface SeenRequest extends Sight {
  readonly method: string;
  readonly url: string;
}

/** The version that is out, by the manifest at the head of the pipe's repository. */
export const LATEST = '9.9.9';

/** What nginx noted of a request. */
export function sightOf({ 'x-seen': seen }: IncomingMessage['headers']): Sight {
  return JSON.parse(String(seen)) as Sight;
}

/** Answers for every site that is no Appsmith, and notes what it was asked. */
export function otherSites(requests: SeenRequest[]): Server {
  return createServer((request, response) => {
    const { method = '', url = '', headers } = request;
    const sight = sightOf(headers);
    requests.push({ ...sight, method, url });
    answer(sight, url, response);
  });
}

function answer({ site, host }: Sight, url: string, response: ServerResponse): void {
  const redirect = (Location: string) => response.writeHead(308, { Location }).end();
  switch (site) {
    case 'upgrade':
      redirect(`https://${host}${url}`);
      return;
    case 'slash':
      redirect(url.replace(/(?=\?|$)/, '/'));
      return;
    case 'bitbucket':
      response.end(`name: Appsmith Deploy\nimage: yourorg/appsmith-deploy:${LATEST}\n`);
      return;
    default:
      response.setHeader('Content-Type', 'text/html').end('<title>Another site</title>');
  }
}
