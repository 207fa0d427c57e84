import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type Answer, answers, type Emulator, startEmulator } from '../../emulator/index.ts';
import { certificates } from '../../scripts/certificates.ts';
import { startProgram } from '../support/lab/program.ts';
import { deploys, type Fault, fails, faultVariables, meet } from './support/fault.ts';
import { unusedPorts } from './support/ports.ts';

const [PLAIN, SECURE, DOWN, HASTY, PAGE, LIMITED, LARGE, LOGIN, ELSEWHERE, LOST, SAME, GONE, OTHER] =
  await unusedPorts(13);

const ports = [PLAIN, SECURE, DOWN, HASTY, PAGE, LIMITED, LARGE, LOGIN, ELSEWHERE, LOST, SAME, GONE];

/** As the one inside Appsmith: only the API reaches the server, the rest is the web app, which takes no POST. */
const config = (backend: number) => `
{
  admin off
  auto_https off
}
(appsmith) {
  @api path /api/* /oauth2/* /login/*
  handle @api {
    reverse_proxy 127.0.0.1:${backend}
  }
  handle {
    @post method POST
    respond @post "405 Method Not Allowed" 405
    root * {folder}/www
    try_files {path} /index.html
    file_server
  }
  handle_errors {
    respond "{err.status_code} {err.status_text}" {err.status_code}
  }
}
(front) {
  bind 127.0.0.1
}
http://127.0.0.1:${PLAIN} {
  import front
  encode gzip
  import appsmith
}
https://127.0.0.1:${SECURE} {
  import front
  tls {folder}/cert.pem {folder}/key.pem
  import appsmith
}
http://127.0.0.1:${DOWN} {
  import front
  reverse_proxy 127.0.0.1:${OTHER}
  handle_errors {
    respond "{err.status_code} {err.status_text}" {err.status_code}
  }
}
http://127.0.0.1:${HASTY} {
  import front
  reverse_proxy 127.0.0.1:${backend} {
    transport http {
      response_header_timeout 300ms
    }
  }
  handle_errors {
    respond "{err.status_code} {err.status_text}" {err.status_code}
  }
}
http://127.0.0.1:${PAGE} {
  import front
  root * {folder}/www
  rewrite * /index.html
  file_server
}
http://127.0.0.1:${LIMITED} {
  import front
  respond "429 Too Many Requests" 429
}
http://127.0.0.1:${LARGE} {
  import front
  respond "413 Request Entity Too Large" 413
}
http://127.0.0.1:${LOGIN} {
  import front
  redir https://login.example.com/cdn-cgi/access/login 302
}
http://127.0.0.1:${ELSEWHERE} {
  import front
  redir http://127.0.0.1:${PLAIN}{uri} 302
}
http://127.0.0.1:${LOST} {
  import front
  redir https://127.0.0.1:${SECURE}{path} 302
}
http://127.0.0.1:${SAME} {
  import front
  redir https://127.0.0.1:${SECURE}{uri} 302
}
http://127.0.0.1:${GONE} {
  import front
  abort
}
`;

let emulator: Emulator;
const running = new AsyncDisposableStack();
let ca: string;

beforeAll(async () => {
  const made = await certificates();
  ca = made.ca;
  emulator = running.use(await startEmulator());
  const files = {
    Caddyfile: config(emulator.port),
    'cert.pem': made.server.cert,
    'key.pem': made.server.key,
    'www/index.html': '<!DOCTYPE html><html><head><title>Appsmith</title></head><body></body></html>\n',
  };
  const command = ['caddy', 'run', '--adapter', 'caddyfile', '--config', '{folder}/Caddyfile'] as const;
  running.use(await startProgram({ files, command, ports }));
});

afterAll(() => running.disposeAsync());

type Case = Fault & {
  readonly port: number;
  readonly path?: string;
  readonly secure?: true;
  readonly variables?: Readonly<Record<string, string>>;
  /** Of Appsmith behind it. */
  readonly answer?: Answer;
};

const REFUSED = (target: string) => ({
  title: `The server redirects the request to ${target}`,
  code: 'HTTP-302',
});

const cases: readonly Case[] = [
  { fault: 'None: through Caddy', where: 'Caddy', port: PLAIN, ending: deploys() },
  { fault: 'None: through Caddy with https', where: 'Caddy', port: SECURE, secure: true, ending: deploys() },
  { fault: 'Appsmith is down: 502 in plain text', where: 'Caddy', port: DOWN, ending: fails('HTTP-502', 0) },
  {
    fault: 'Appsmith resets the connection',
    where: 'behind Caddy',
    port: PLAIN,
    answer: { reset: 'before-headers' },
    ending: fails('HTTP-502', 3),
  },
  {
    fault: 'Appsmith resets in the middle of its answer',
    where: 'behind Caddy',
    port: PLAIN,
    answer: { ...answers.deployed(), reset: 'mid-body' },
    ending: fails('CUT', 3),
  },
  {
    fault: "Caddy's patience ends before Appsmith's answer",
    where: 'Caddy',
    port: HASTY,
    answer: { hang: true },
    ending: fails('HTTP-504', 3),
  },
  {
    fault: 'Appsmith never answers',
    where: 'behind Caddy',
    port: PLAIN,
    variables: { TIMEOUT: '1' },
    answer: { hang: true },
    ending: fails('TIMEOUT', 3),
  },
  { fault: 'POST outside of /api: 405', where: 'Caddy', port: PLAIN, path: '/appsmith', ending: fails('HTTP-405', 0) },
  {
    fault: 'Every path answers 200 with the web app',
    where: 'Caddy',
    port: PAGE,
    ending: fails('HTML', 0, { code: 'HTTP-200' }),
    says: 'The response is a web page: "Appsmith"',
  },
  { fault: 'Rate limit in plain text', where: 'Caddy', port: LIMITED, ending: fails('HTTP-429', 0) },
  { fault: 'Size limit in plain text', where: 'Caddy', port: LARGE, ending: fails('HTTP-413', 0) },
  {
    fault: 'A redirect to the login page of an access proxy',
    where: 'Caddy',
    port: LOGIN,
    ending: fails('REDIRECT', 0, REFUSED('https://login.example.com')),
  },
  {
    fault: 'A redirect to another port without https',
    where: 'Caddy',
    port: ELSEWHERE,
    ending: fails('REDIRECT', 0, REFUSED('http://127.0.0.1:port')),
  },
  {
    fault: 'A redirect to https that loses the branch',
    where: 'Caddy',
    port: LOST,
    ending: fails('REDIRECT', 0, REFUSED('https://127.0.0.1:port')),
  },
  { fault: 'A redirect from http to https', where: 'Caddy', port: SAME, ending: deploys() },
  { fault: 'Caddy ends the connection', where: 'Caddy', port: GONE, ending: fails('ECONNRESET', 0) },
  {
    fault: 'Git lock in use, through Caddy',
    where: 'behind Caddy',
    port: PLAIN,
    answer: answers['AE-GIT-5020'](),
    ending: fails('AE-GIT-5020', 3),
  },
  {
    fault: '200 around an inner 429',
    where: 'behind Caddy',
    port: PLAIN,
    answer: answers['false-200'](),
    ending: fails('HTTP-429', 3),
  },
];

test.each(cases)('$fault', async ({ port, path = '', secure, variables, answer, ...fault }) => {
  emulator.answerAlways(answer);
  const url = `http${secure ? 's' : ''}://127.0.0.1:${port}${path}`;
  await meet('Caddy', fault, emulator, faultVariables(url, { CA_CERTIFICATE: ca, ...variables }));
});

describe('a redirect to https', () => {
  test('keeps a branch of odd characters', async () => {
    emulator.answerAlways(undefined);
    const fault = { fault: 'A redirect to https, branch `feature/a&b`', where: 'Caddy', ending: deploys() };
    await meet(
      'Caddy',
      fault,
      emulator,
      faultVariables(`http://127.0.0.1:${SAME}`, { BRANCH: 'feature/a&b', CA_CERTIFICATE: ca }),
    );
    expect(emulator.deployRequests.at(-1)?.query.get('branchName')).toBe('feature/a&b');
  });
});
