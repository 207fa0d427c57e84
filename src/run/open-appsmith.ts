import { AppsmithClient } from '../appsmith/client.ts';
import type { Deployment } from '../deployment/deployment.ts';
import { HttpClient } from '../http/http-client.ts';
import { Names } from '../http/names.ts';
import type { Connection } from '../input/connection/connection.ts';
import { pipe } from '../manifest/manifest.ts';
import { definedOnly } from '../text/defined-only.ts';
import type { RunContext } from './record-run.ts';

/**
 * Makes the HTTP clients.
 * @returns `appsmith`: for the servers of the plan; `anonymousClient`: makes one without token, extra headers and client
 *   certificate, for other servers; `close`: closes every connection in use
 */
export function openAppsmith({ prepared, context, host, log }: RunContext) {
  const { values, connection } = prepared;
  const { userAgent } = pipe;
  const { clock, uuid: newRequestId } = host;
  // A deployments file may contain applications of other repositories.
  const repoFullName = values.DEPLOYMENTS_FILE === undefined ? context.repoFullName : undefined;
  const onExchange = ({ name }: Deployment, text: string) => log.debug(`${name}: ${text}`);
  const names = new Names();
  const upgraded = new Set<string>();
  const onUpgrade = ({ url, names: { url: variable } }: Deployment) => {
    if (upgraded.has(url)) return;
    upgraded.add(url);
    log.warning(
      `${url} redirects to https. Use the https address in ${variable}, so that the token is never sent unencrypted.`,
    );
  };
  const clients = new Map<Connection, AppsmithClient>();
  const clientFor = (url: string) => {
    const settings = prepared.connectionFor(url);
    const client =
      clients.get(settings) ??
      new AppsmithClient({
        ...settings,
        names,
        keepAlive: prepared.plan.deployments.length > 1,
        userAgent: settings.userAgent === undefined ? userAgent : `${settings.userAgent} ${userAgent}`,
        newRequestId,
        clock,
        onUpgrade,
        ...definedOnly({ repoFullName, onExchange: values.DEBUG ? onExchange : undefined }),
      });
    clients.set(settings, client);
    return client;
  };
  const appsmith: Pick<AppsmithClient, 'deploy' | 'probe'> = {
    deploy: (deployment, ...more) => clientFor(deployment.url).deploy(deployment, ...more),
    probe: (url, ...more) => clientFor(url).probe(url, ...more),
  };
  let anonymous: HttpClient | undefined;
  const anonymousClient = () => {
    const { proxies } = connection;
    const tls = definedOnly({ ca: connection.tls.ca });
    anonymous = new HttpClient({ tls, proxies, names, userAgent, clock, extraHeaders: [], keepAlive: false });
    return anonymous;
  };
  const close = () => {
    for (const client of clients.values()) client.close();
    anonymous?.close();
  };
  return { appsmith, anonymousClient, close };
}
