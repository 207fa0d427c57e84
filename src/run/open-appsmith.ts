import { AppsmithClient } from '../appsmith/client.ts';
import type { Deployment } from '../deployment/deployment.ts';
import { HttpClient } from '../http/http-client.ts';
import { Names } from '../http/names.ts';
import type { Connection } from '../input/connection/connection.ts';
import type { Context } from '../input/context.ts';
import type { Prepared } from '../input/prepare.ts';
import type { Logger } from '../log/logger.ts';
import { type Metadata, userAgentOf } from '../manifest/metadata.ts';
import type { Host } from '../process/host.ts';
import { definedOnly } from '../text/defined-only.ts';

export interface Clients {
  readonly appsmith: Pick<AppsmithClient, 'deploy' | 'probe'>;
  /** Makes a client for other servers, without token, extra headers and client certificate. */
  readonly outside: () => HttpClient;
  /** Ends every connection in use. */
  readonly close: () => void;
}

/** Makes the HTTP clients. */
export function openAppsmith(
  prepared: Prepared,
  context: Context,
  metadata: Metadata,
  { host, log }: { readonly host: Host; readonly log: Logger },
): Clients {
  const { values, connection } = prepared;
  const userAgent = userAgentOf(metadata);
  // A deployments file may name applications of other repositories; there a difference means nothing.
  const repoFullName = values.DEPLOYMENTS_FILE === undefined ? context.repoFullName : undefined;
  const names = new Names();
  const upgraded = new Set<string>();
  const opened: { close: () => void }[] = [];
  const open = (own: Connection) => {
    const client = new AppsmithClient({
      ...own,
      names,
      keepAlive: prepared.plan.deployments.length > 1,
      userAgent: own.userAgent === undefined ? userAgent : `${own.userAgent} ${userAgent}`,
      ...definedOnly({ repoFullName }),
      newRequestId: host.uuid,
      clock: host.clock,
      ...(values.DEBUG ? { onExchange: ({ name }: Deployment, text: string) => log.debug(`${name}: ${text}`) } : {}),
      onUpgrade: ({ url, names: { url: named } }) => {
        if (upgraded.has(url)) return;
        upgraded.add(url);
        log.warning(
          `${url} redirects to https. Put the https address into ${named}, so that the token never travels ` +
            'unencrypted.',
        );
      },
    });
    opened.push(client);
    return client;
  };
  const clients = new Map<Connection, AppsmithClient>();
  const clientFor = (url: string) => {
    const own = prepared.connectionFor(url);
    const client = clients.get(own) ?? open(own);
    clients.set(own, client);
    return client;
  };
  const appsmith: Clients['appsmith'] = {
    deploy: (deployment, ...more) => clientFor(deployment.url).deploy(deployment, ...more),
    probe: (url, timeoutMs, signal) => clientFor(url).probe(url, timeoutMs, signal),
  };
  const outside = () => {
    const tls = definedOnly({ ca: connection.tls.ca });
    const { proxies } = connection;
    const client = new HttpClient({
      tls,
      proxies,
      names,
      userAgent,
      clock: host.clock,
      extraHeaders: [],
      keepAlive: false,
    });
    opened.push(client);
    return client;
  };
  const close = () => {
    for (const client of opened) client.close();
  };
  return { appsmith, outside, close };
}
