import { afterAll, beforeAll, test } from '@jest/globals';
import { type Answer, answers, type Emulator, startEmulator } from '../../emulator/index.ts';
import { type Certificates, certificates } from '../../scripts/certificates.ts';
import { startProgram } from '../support/lab/program.ts';
import { deploys, type Fault, fails, faultVariables, meet } from './support/fault.ts';
import { unusedPorts } from './support/ports.ts';

const [
  PLAIN,
  HASTY,
  DOWN,
  ZIPPED,
  INNER,
  MUTUAL,
  LIMITED,
  BUSY,
  CLOSED,
  HUGE,
  LOGIN,
  BASIC,
  SLASH,
  LOOP,
  SECURE,
  OLD,
  NOWHERE,
] = await unusedPorts(17);

const config = (backend: number) => `
daemon off;
user root;
worker_processes 1;
pid {folder}/nginx.pid;
error_log {folder}/error.log;
events { worker_connections 64; }
http {
  access_log off;
  client_body_temp_path {folder}/body;
  proxy_temp_path {folder}/proxy;
  fastcgi_temp_path {folder}/fastcgi;
  uwsgi_temp_path {folder}/uwsgi;
  scgi_temp_path {folder}/scgi;
  ssl_certificate {folder}/cert.pem;
  ssl_certificate_key {folder}/key.pem;
  limit_req_zone $server_port zone=slow:64k rate=1r/m;
  limit_req_zone $server_port zone=busy:64k rate=1r/m;
  default_type text/html;
  server { listen 127.0.0.1:${PLAIN}; location / { proxy_pass http://127.0.0.1:${backend}; } }
  server { listen 127.0.0.1:${HASTY}; location / { proxy_read_timeout 300ms; proxy_pass http://127.0.0.1:${backend}; } }
  server { listen 127.0.0.1:${DOWN}; location / { proxy_pass http://127.0.0.1:${NOWHERE}; } }
  server { listen 127.0.0.1:${ZIPPED}; location / {
    proxy_set_header Accept-Encoding gzip; proxy_http_version 1.1; proxy_pass http://127.0.0.1:${INNER}; } }
  server {
    listen 127.0.0.1:${INNER};
    gzip on; gzip_types *; gzip_proxied any; gzip_min_length 1;
    location / { proxy_pass http://127.0.0.1:${backend}; }
  }
  server {
    listen 127.0.0.1:${MUTUAL} ssl;
    ssl_client_certificate {folder}/ca.pem; ssl_verify_client on;
    location / { proxy_pass http://127.0.0.1:${backend}; }
  }
  server { listen 127.0.0.1:${LIMITED}; limit_req zone=slow; limit_req_status 429;
    location / { proxy_pass http://127.0.0.1:${backend}; } }
  server { listen 127.0.0.1:${BUSY}; limit_req zone=busy; location / { proxy_pass http://127.0.0.1:${backend}; } }
  server { listen 127.0.0.1:${CLOSED}; return 444; }
  server { listen 127.0.0.1:${HUGE}; root {folder}/www; error_page 405 =200 $uri;
    location / { rewrite ^ /huge.html break; } }
  server { listen 127.0.0.1:${LOGIN};
    return 200 '<html><head><title>Sign in</title></head><body><form></form></body></html>'; }
  server { listen 127.0.0.1:${BASIC}; auth_basic "Company"; auth_basic_user_file {folder}/users;
    location / { proxy_pass http://127.0.0.1:${backend}; } }
  server { listen 127.0.0.1:${SLASH}; location ~ [^/]$ { return 308 $scheme://$http_host$uri/$is_args$args; }
    location / { proxy_pass http://127.0.0.1:${backend}; rewrite ^(.*)/$ $1 break; } }
  server { listen 127.0.0.1:${LOOP}; return 307 $scheme://$http_host$request_uri; }
  server { listen 127.0.0.1:${SECURE} ssl; location / { proxy_pass http://127.0.0.1:${backend}; } }
  server { listen 127.0.0.1:${OLD}; location / { return 404; } }
}
`;

const running = new AsyncDisposableStack();
let emulator: Emulator;
let made: Certificates;

beforeAll(async () => {
  made = await certificates();
  emulator = running.use(await startEmulator());
  const files = {
    'nginx.conf': config(emulator.port),
    'cert.pem': made.server.cert,
    'key.pem': made.server.key,
    'ca.pem': made.ca,
    users: 'nobody:{PLAIN}nothing\n',
    'www/huge.html': `<html>${'x'.repeat(10_000_000)}</html>`,
  };
  const command = ['nginx', '-p', '{folder}', '-e', '{folder}/error.log', '-c', '{folder}/nginx.conf'] as const;
  running.use(await startProgram({ files, command, ports: [PLAIN, SECURE] }));
});

afterAll(() => running.disposeAsync());

type Case = Fault & {
  readonly port: number;
  readonly secure?: true;
  readonly variables?: (made: Certificates) => Readonly<Record<string, string>>;
  /** Of Appsmith behind it. */
  readonly answer?: Answer;
};

const client = ({ cert, key }: Certificates['client']) => ({ CLIENT_CERTIFICATE: cert, CLIENT_KEY: key });
const BAD_REQUEST = { code: 'HTTP-400' };
const OVER_HTTP = 'The server rejected the request over plain http';
const TRICKLE: Answer = { ...answers.deployed(), trickleMs: 1 };

const cases: readonly Case[] = [
  { fault: 'None: through nginx', where: 'nginx', port: PLAIN, ending: deploys() },
  { fault: 'None: through nginx with https', where: 'nginx', port: SECURE, secure: true, ending: deploys() },
  {
    fault: '`proxy_read_timeout`: 504 in HTML',
    where: 'nginx',
    port: HASTY,
    answer: { hang: true },
    ending: fails('HTTP-504', 3),
    says: 'The new version may be live, or still being deployed',
  },
  { fault: 'Appsmith is down: 502 in HTML', where: 'nginx', port: DOWN, ending: fails('HTTP-502', 0) },
  {
    fault: 'Appsmith resets the connection',
    where: 'behind nginx',
    port: PLAIN,
    answer: { reset: 'before-headers' },
    ending: fails('HTTP-502', 3),
  },
  {
    fault: 'Appsmith cuts its answer',
    where: 'behind nginx',
    port: PLAIN,
    answer: { ...answers.deployed(), cutAfterBytes: 60 },
    ending: fails('CUT', 3),
  },
  {
    fault: 'Appsmith answers one byte at a time',
    where: 'behind nginx',
    port: PLAIN,
    answer: TRICKLE,
    ending: deploys(),
  },
  { fault: 'gzip that nobody asked for', where: 'nginx', port: ZIPPED, ending: deploys() },
  {
    fault: 'gzip that nobody asked for, around a Git lock',
    where: 'nginx',
    port: ZIPPED,
    answer: answers['AE-GIT-5020'](),
    ending: fails('AE-GIT-5020', 3),
  },
  {
    fault: 'No client certificate',
    where: 'nginx',
    port: MUTUAL,
    secure: true,
    ending: fails('TLS-CLIENT', 0, BAD_REQUEST),
    says: '400 No required SSL certificate was sent',
  },
  {
    fault: 'A client certificate of another CA',
    where: 'nginx',
    port: MUTUAL,
    secure: true,
    variables: ({ foreignClient }) => client(foreignClient),
    ending: fails('TLS-CLIENT', 0, BAD_REQUEST),
    says: '400 The SSL certificate error',
  },
  {
    fault: 'The right client certificate',
    where: 'nginx',
    port: MUTUAL,
    secure: true,
    variables: (all) => client(all.client),
    ending: deploys(),
  },
  {
    fault: '`limit_req` with 429, once the rate is used up',
    where: 'nginx',
    port: LIMITED,
    answer: answers['AE-GIT-5020'](),
    ending: fails('HTTP-429', 1),
  },
  {
    fault: '`limit_req` with 503, once the rate is used up',
    where: 'nginx',
    port: BUSY,
    answer: answers['AE-GIT-5020'](),
    ending: fails('HTTP-503', 1),
  },
  { fault: '`return 444`: closed without an answer', where: 'nginx', port: CLOSED, ending: fails('ECONNRESET', 0) },
  { fault: '200 with 10 MB of HTML', where: 'nginx', port: HUGE, ending: fails('TOO-LARGE', 0, { code: 'HTTP-200' }) },
  {
    fault: '200 with a login page',
    where: 'nginx',
    port: LOGIN,
    ending: fails('HTML', 0, { code: 'HTTP-200' }),
    says: 'The response is a web page: "Sign in"',
  },
  {
    fault: 'A password is wanted: 401 in HTML',
    where: 'nginx',
    port: BASIC,
    ending: fails('GATEWAY-LOGIN', 0, { code: 'HTTP-401' }),
  },
  { fault: 'A redirect that adds a slash', where: 'nginx', port: SLASH, ending: deploys() },
  {
    fault: 'A redirect to itself',
    where: 'nginx',
    port: LOOP,
    ending: fails('HTML', 0, {
      title: 'The server redirects the request to another page on the same server',
      code: 'HTTP-307',
    }),
  },
  {
    fault: 'http to an https port',
    where: 'nginx',
    port: SECURE,
    ending: fails('PROTOCOL', 0, { ...BAD_REQUEST, title: OVER_HTTP }),
    says: '400 The plain HTTP request was sent to HTTPS port',
  },
  {
    fault: 'https to an http port',
    where: 'nginx',
    port: PLAIN,
    secure: true,
    ending: fails('TLS-PLAIN', 0, { code: 'ERR_SSL_WRONG_VERSION_NUMBER' }),
  },
  { fault: 'No such place: 404 in HTML', where: 'nginx', port: OLD, ending: fails('HTTP-404', 0) },
];

test.each(cases)('$fault ($where)', async ({ port, secure, variables, answer, ...fault }) => {
  emulator.answerAlways(answer);
  const url = `http${secure ? 's' : ''}://127.0.0.1:${port}`;
  await meet('nginx', fault, emulator, faultVariables(url, { CA_CERTIFICATE: made.ca, ...variables?.(made) }));
});
