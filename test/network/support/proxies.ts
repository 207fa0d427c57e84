import { serverCertificate } from '../../../scripts/certificates.ts';
import type { ProgramOptions } from '../../support/lab/program.ts';
import { DEAD, type Names } from './dns.ts';
import { addressesOf } from './hosts.ts';

type Server = Omit<ProgramOptions, 'launcher'>;

const [PLAIN] = addressesOf(30);
const [SECURE] = addressesOf(31);

/**
 * Names of the proxies: all that the pipe's name server knows where a proxy is used. The `both` ones have a dead IPv6
 * address, which comes first.
 */
export const PROXY_NAMES: Names = {
  'proxy.example.com': [PLAIN],
  'proxy-both.example.com': [DEAD[1], PLAIN],
  'secure-proxy.example.com': [SECURE],
  'secure-proxy-both.example.com': [DEAD[1], SECURE],
};

/** A proxy on port 3128. */
export function tinyproxy(more = ''): Server {
  const configuration = `Port 3128\nListen ${PLAIN}\nTimeout 60\nLogFile "{folder}/log"\nLogLevel Connect\nMaxClients 60\n${more}\n`;
  return {
    files: { 'tinyproxy.conf': configuration },
    command: ['tinyproxy', '-d', '-c', '{folder}/tinyproxy.conf'],
    ports: [`${PLAIN}:3128`],
  };
}

/** TLS before that proxy. It refuses a client that names another server, or none (`strict-sni`). */
export async function tlsBeforeProxy(port = 3128): Promise<Server> {
  const { cert, key } = await serverCertificate('secure-proxy.example.com', 'secure-proxy-both.example.com');
  const configuration = `
global
  maxconn 100
defaults
  mode tcp
  timeout connect 5s
  timeout client 60s
  timeout server 60s
listen proxy
  bind ${SECURE}:${port} ssl crt {folder}/proxy.pem strict-sni
  server tinyproxy ${PLAIN}:3128
`;
  return {
    files: { 'haproxy.cfg': configuration, 'proxy.pem': `${cert}\n${key}\n` },
    command: ['haproxy', '-db', '-f', '{folder}/haproxy.cfg'],
    ports: [`${SECURE}:${port}`],
  };
}

/** Squids of one name share memory, whatever network they are in. */
let squids = 0;

/** Debian's squid on the same address and port, open to everyone. */
export function squid(): Server {
  squids += 1;
  const configuration = `
http_port ${PLAIN}:3128
http_access allow all
cache deny all
cache_mem 1 MB
pid_filename none
access_log none
cache_log {folder}/cache.log
cache_store_log none
netdb_filename none
coredump_dir none
shutdown_lifetime 0 seconds
hosts_file /etc/hosts
dns_nameservers 192.0.2.53
`;
  return {
    files: { 'squid.conf': configuration },
    command: ['squid', '-N', '-d', '1', '-n', `network${process.pid}x${squids}`, '-f', '{folder}/squid.conf'],
    ports: [`${PLAIN}:3128`],
  };
}
