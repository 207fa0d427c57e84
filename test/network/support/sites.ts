import { addressesOf } from './hosts.ts';

/** What a server noted of a request: its own address, and what the client said of the server. */
export interface Sight {
  readonly site: string;
  /** Of the server, as it was connected to. */
  readonly address: string;
  readonly port: string;
  /** Of whoever connected: the pipe, or a proxy. */
  readonly client: string;
  /** The Host header. */
  readonly host: string;
  /** Empty without TLS, or when the client sent none. */
  readonly sni: string;
  readonly alpn: string;
}

/** A server that answers to these hosts only; everyone else gets another site, with another certificate. */
export interface Site {
  readonly site: 'appsmith' | 'upgrade' | 'slash' | 'bitbucket';
  /** Last number of its addresses. */
  readonly number: number;
  readonly hosts: readonly string[];
}

const literals = (number: number) =>
  addressesOf(number).map((address) => (address.includes(':') ? `[${address}]` : address));

/** Sites with names, and sites that are asked for by address: nginx chooses those by the address alone. */
export const SITES: readonly Site[] = [
  {
    site: 'appsmith',
    number: 10,
    hosts: ['appsmith.example.com', 'both.example.com', 'slow.example.com', 'moves.example.com'],
  },
  { site: 'appsmith', number: 11, hosts: literals(11) },
  { site: 'appsmith', number: 14, hosts: ['*.example.com', '*.appsmith.example.com', '*.internal.example.com'] },
  { site: 'upgrade', number: 20, hosts: ['upgrade.example.com', 'upgrade-both.example.com'] },
  { site: 'upgrade', number: 21, hosts: literals(21) },
  { site: 'slash', number: 22, hosts: ['slash.example.com', 'slash-both.example.com'] },
  { site: 'slash', number: 23, hosts: literals(23) },
  { site: 'bitbucket', number: 24, hosts: ['bitbucket.org'] },
];

const SEEN =
  '{"site":"$site","address":"$server_addr","port":"$server_port","client":"$remote_addr","host":"$http_host",' +
  '"sni":"$ssl_server_name","alpn":"$ssl_alpn_protocol"}';

/** Files of the sites' certificates, by site; `default` is the one that nobody asked for. */
export function certificateOf({ hosts }: Pick<Site, 'hosts'>): string {
  return `${hosts[0]?.replaceAll(/[[\]:*]/g, '-')}.pem`;
}

/**
 * Configuration of an nginx that has all sites on their default ports.
 * @param appsmith socket of Appsmith
 * @param other socket of whoever answers for all other sites
 */
export function nginxConfiguration(appsmith: string, other: string): string {
  return `
user root; daemon off; worker_processes 1; pid {folder}/nginx.pid; error_log {folder}/error.log;
events { worker_connections 256; }
http {
  access_log off; client_body_temp_path {folder}/b; proxy_temp_path {folder}/p; fastcgi_temp_path {folder}/f;
  uwsgi_temp_path {folder}/u; scgi_temp_path {folder}/s;
  server_names_hash_bucket_size 128; map_hash_bucket_size 128;
  proxy_set_header Host $http_host; proxy_set_header X-Seen '${SEEN}';
  ${SITES.map((site) => defaultServer(site, other) + server(site, appsmith, other)).join('\n  ')}
}
`;
}

const TO_APPSMITH = (socket: string) => `location / { proxy_pass http://unix:${socket}:; }`;
const TO_OTHER = TO_APPSMITH;

function server({ site, number, hosts }: Site, appsmith: string, other: string): string {
  const begin = (tls: boolean) =>
    `server { ${listen(number, tls, '')} server_name ${hosts.map((host) => `"${host}"`).join(' ')}; set $site ` +
    `${site}; ${certificate(certificateOf({ hosts }))}`;
  const both = (locations: string) => `${begin(false)} ${locations} }\n  ${begin(true)} ${locations} }`;
  switch (site) {
    case 'appsmith':
      return both(TO_APPSMITH(appsmith));
    case 'bitbucket':
      return both(TO_OTHER(other));
    case 'upgrade':
      return `${begin(false)} ${TO_OTHER(other)} }\n  ${begin(true)} ${TO_APPSMITH(appsmith)} }`;
    case 'slash':
      return both(
        `${TO_OTHER(other)} location ~ /$ { rewrite ^(.*)/$ $1 break; proxy_pass http://unix:${appsmith}:; }`,
      );
  }
}

/** Who asks by address names no server, so nginx shows the certificate of the default one. */
function defaultServer({ number, hosts }: Site, other: string): string {
  const shown = hosts.some((host) => /^[a-z*]/.test(host)) ? 'default.pem' : certificateOf({ hosts });
  const lines = `set $site default; ${TO_OTHER(other)} }\n  `;
  return (
    `server { ${listen(number, false, ' default_server')} ${lines}server { ` +
    `${listen(number, true, ' default_server')} ${certificate(shown)} ${lines}`
  );
}

function listen(number: number, tls: boolean, more: string): string {
  return literals(number)
    .map((address) => `listen ${address}:${tls ? '443 ssl' : '80'}${more};`)
    .join(' ');
}

function certificate(file: string): string {
  return `ssl_certificate {folder}/${file}; ssl_certificate_key {folder}/${file};`;
}
