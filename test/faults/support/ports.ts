import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';

type Ports<N extends number, All extends number[] = []> = All['length'] extends N ? All : Ports<N, [...All, number]>;

/** Different ports of loopback where nothing listens: servers of others want theirs in a file before they start. */
export async function unusedPorts<N extends number>(count: N): Promise<Ports<N>> {
  const servers = Array.from({ length: count }, () => createServer().listen(0, '127.0.0.1'));
  await Promise.all(servers.map((server) => once(server, 'listening')));
  const ports = servers.map((server) => (server.address() as AddressInfo).port);
  await Promise.all(servers.map((server) => once(server.close(), 'close')));
  return ports as Ports<N>;
}
