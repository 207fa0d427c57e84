import type { ProgramOptions } from '../../support/lab/program.ts';
import { addressesOf } from './hosts.ts';

/** The address of a server that a test plays itself. */
export const [PLAYED] = addressesOf(12);

/**
 * Hands every connection to port 443 on to a socket in the file system, behind which the test itself is the server.
 * When the test destroys a connection, the pipe gets a reset (`nolinger`).
 */
export function relay(socket: string): Omit<ProgramOptions, 'launcher'> {
  const configuration = `
global
  maxconn 100
defaults
  mode tcp
  option nolinger
  timeout connect 5s
  timeout client 120s
  timeout server 120s
listen relay
  bind ${PLAYED}:443
  server test unix@${socket}
`;
  return {
    files: { 'haproxy.cfg': configuration },
    command: ['haproxy', '-db', '-f', '{folder}/haproxy.cfg'],
    ports: [`${PLAYED}:443`],
  };
}
