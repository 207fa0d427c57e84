import type { DisabledDeployment, Plan } from '../deployment/deployment.ts';
import { type Shard, shardOf } from '../deployment/shard.ts';
import type { VariableValues } from '../manifest/variable-values.generated.ts';
import type { Environment } from '../process/host.ts';
import { definedOnly } from '../text/defined-only.ts';
import { printable } from '../text/printable.ts';
import { type Folders, reportFolder } from './clone-path.ts';
import { type Connection, readConnection } from './connection/connection.ts';
import { proxyNotices } from './connection/proxy.ts';
import { type Context, readShard } from './context.ts';
import { deploymentsFromVariables } from './deployments.ts';
import type { FileContent } from './deployments-file/read.ts';
import { Findings, type Notice, type Problem } from './findings.ts';
import { hasOneAppEach } from './plan.ts';
import { readVariables, type Variables } from './variables.ts';

/** What is wrong: nothing is sent. */
export interface Refused {
  readonly status: 'refused';
  readonly values: VariableValues;
  readonly problems: readonly Problem[];
  readonly notices: readonly Notice[];
}

/** Everything that a run needs to know. */
export interface Prepared {
  readonly status: 'ready';
  readonly values: VariableValues;
  readonly notices: readonly Notice[];
  readonly plan: Plan;
  /** The part of the whole plan that this parallel step carries out; absent without SHARD. */
  readonly shard?: Shard;
  /** How many deployments the whole plan has. */
  readonly planSize: number;
  /** What the deployments file disables; of parallel steps the first one shows it. */
  readonly disabled: readonly DisabledDeployment[];
  /** Whether the whole plan has one application on each server. */
  readonly hasOneAppEach: boolean;
  /** How servers are reached for which the file has no settings. */
  readonly connection: Connection;
  /** How a server is reached, by its address. */
  readonly connectionFor: (url: string) => Connection;
  /** Absolute and inside the clone where reports are wanted. */
  readonly reportDir: string;
}

export interface Source {
  readonly environment: Environment;
  readonly context: Context;
  /** Working directory. */
  readonly cwd: string;
}

/**
 * Reads and checks everything, so that all problems are reported at once, before anything is sent.
 * @param mask gets every secret before it is used
 */
export async function prepare(source: Source, mask: (secrets: readonly string[]) => void): Promise<Prepared | Refused> {
  const { environment, context, cwd } = source;
  const findings = new Findings(mask);
  const folders: Folders = definedOnly({ cwd, cloneDir: context.cloneDir });
  const variables = readVariables(environment, findings);
  const { values, given } = variables;
  const content = await readDeployments({ ...source, variables, folders }, findings);
  const { deployments, servers } = content;
  const connection = await readConnection({ variables, environment, folders }, findings);
  const isFolderUsed = values.REPORTS.length > 0 || given.has('REPORT_DIR');
  const folder = isFolderUsed ? reportFolder(values.REPORT_DIR, folders, findings.about('REPORT_DIR')) : undefined;
  const shard = values.SHARD ? readShard(context, findings.about('SHARD')) : undefined;

  const { problems, notices } = findings;
  if (problems.length > 0) return { status: 'refused', values, problems, notices };
  const disabled = (shard?.step ?? 0) === 0 ? content.disabled : [];
  addNotices({ ...content, disabled }, { variables, connection }, findings);
  return {
    status: 'ready',
    values,
    notices,
    plan: {
      deployments: shard === undefined ? deployments : shardOf(deployments, shard),
      concurrency: values.CONCURRENCY,
      failFast: values.FAIL_FAST,
      retry: { maxAttempts: values.MAX_ATTEMPTS, delayMs: values.RETRY_DELAY * 1_000 },
    },
    planSize: deployments.length,
    disabled,
    hasOneAppEach: hasOneAppEach(deployments),
    ...definedOnly({ shard }),
    connection,
    connectionFor: connectionsBy(connection, servers),
    reportDir: folder ?? values.REPORT_DIR,
  };
}

function addNotices(
  { deployments, disabled, usesVariable, servers }: FileContent,
  { variables: { values, given }, connection }: { readonly variables: Variables; readonly connection: Connection },
  findings: Findings,
): void {
  if (disabled.length > 0)
    findings.notice('info', `Disabled, so not deployed: ${disabled.map(({ name }) => printable(name)).join(', ')}.`);
  if (usesVariable && !given.has('APPSMITH_URL'))
    findings.notice('info', `Using ${values.APPSMITH_URL[0]}, the default of APPSMITH_URL.`);
  const urls = [...new Set(deployments.map(({ url }) => url))];
  const urlsWithoutProxy = urls.filter((url) => servers.get(url)?.proxies === undefined);
  for (const text of proxyNotices(urlsWithoutProxy, connection.proxies)) findings.notice('info', text);
  const receivers = urls.filter((url) => servers.get(url)?.extraHeaders === undefined);
  if (connection.extraHeaders.length > 0 && urls.length > 1 && receivers.length > 0)
    findings.notice(
      'warning',
      `EXTRA_HEADERS go to ${receivers.join(', ')}. To set headers for one server only, use servers: in a ` +
        'deployments file.',
    );
}

/** The variables are the defaults of each server; a certificate and its key belong together. */
function connectionsBy(connection: Connection, servers: FileContent['servers']): (url: string) => Connection {
  const { ca } = connection.tls;
  const connections = new Map<string, Connection>();
  for (const [url, settings] of servers) {
    const tls = settings.tls?.certificate === undefined ? connection.tls : definedOnly({ ca });
    connections.set(url, { ...connection, ...settings, tls: { ...tls, ...settings.tls } });
  }
  return (url) => connections.get(url) ?? connection;
}

/** YAML and its schema are loaded only for a deployments file. */
async function readDeployments(
  source: Source & { readonly variables: Variables; readonly folders: Folders },
  findings: Findings,
): Promise<FileContent> {
  const { variables, context } = source;
  const path = variables.values.DEPLOYMENTS_FILE;
  if (path === undefined) {
    const deployments = deploymentsFromVariables(variables, context, findings);
    return {
      deployments,
      disabled: [],
      usesVariable: deployments.some(({ names }) => names.url === 'APPSMITH_URL'),
      servers: new Map(),
    };
  }
  const { deploymentsFromFile } = await import('./deployments-file/deployments-from-file.ts');
  return deploymentsFromFile({ ...source, path }, findings);
}
