import type { Deployment, DisabledDeployment, Plan } from '../deployment/deployment.ts';
import type { Shard } from '../deployment/shard.ts';
import { metadata } from '../manifest/manifest.ts';
import type { VariableValues } from '../manifest/variable-values.generated.ts';
import type { Environment } from '../process/host.ts';
import { definedOnly } from '../text/defined-only.ts';
import { printable } from '../text/printable.ts';
import type { Folders } from './clone-path.ts';
import { type Connection, readConnection } from './connection/connection.ts';
import { proxyNotices } from './connection/proxy.ts';
import type { Context } from './context.ts';
import { deploymentsFromVariables } from './deployments.ts';
import type { FileContent } from './deployments-file/read.ts';
import type { ServerSettings } from './deployments-file/servers.ts';
import { Findings, type Notice, type Problem } from './findings.ts';
import { hasOneAppEach } from './plan.ts';
import { reportFolder } from './report-folder.ts';
import { readVariables, type Variables } from './variables.ts';

/** All that a run needs to know, or all that is wrong. */
export type Preparation = Prepared | Refused;

export interface Refused {
  readonly status: 'refused';
  readonly problems: readonly Problem[];
  readonly notices: readonly Notice[];
  readonly debug: boolean;
}

export interface Prepared {
  readonly status: 'ready';
  readonly values: VariableValues;
  readonly notices: readonly Notice[];
  readonly plan: Plan;
  /** How many deployments the whole plan has, when only this parallel step's part of it is carried out. */
  readonly planSize: number;
  /** What the deployments file disables; of parallel steps the first one shows it. */
  readonly disabled: readonly DisabledDeployment[];
  /** Whether the whole plan has one application on each server. */
  readonly hasOneAppEach: boolean;
  /** Which part that is. */
  readonly shard?: Shard;
  /** How servers without settings of their own are reached. */
  readonly connection: Connection;
  /** How the server of a deployment is reached, by its address. */
  readonly connectionFor: (url: string) => Connection;
  /** Absolute and inside the clone where reports are wanted. */
  readonly reportDir: string;
  readonly debug: boolean;
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
export async function prepare(source: Source, mask: (secrets: readonly string[]) => void): Promise<Preparation> {
  const { environment, context, cwd } = source;
  const findings = new Findings(mask);
  const folders: Folders = definedOnly({ cwd, cloneDir: context.cloneDir });
  const variables = readVariables(environment, findings);
  const content = await readDeployments({ ...source, variables, folders }, findings);
  const { deployments, servers } = content;
  const connection = await readConnection({ variables, environment, folders }, findings);
  const reportDir = reportFolder(variables, folders, findings);
  const part = await ownPart(deployments, { variables, context }, findings);

  const { values } = variables;
  const debug = values.DEBUG;
  if (findings.problems.length > 0)
    return { status: 'refused', problems: findings.problems, notices: findings.notices, debug };
  const disabled = (part.shard?.step ?? 0) === 0 ? content.disabled : [];
  announce({ ...content, disabled }, connection, findings);
  return {
    status: 'ready',
    values,
    notices: findings.notices,
    plan: {
      deployments: part.deployments,
      concurrency: values.CONCURRENCY,
      failFast: values.FAIL_FAST,
      retry: { maxAttempts: values.MAX_ATTEMPTS, delayMs: values.RETRY_DELAY * 1_000 },
    },
    planSize: deployments.length,
    disabled,
    hasOneAppEach: hasOneAppEach(deployments),
    ...definedOnly({ shard: part.shard }),
    connection,
    connectionFor: connectionsBy(connection, servers),
    reportDir,
    debug,
  };
}

const DEFAULT_URL = String(metadata.variables.find(({ name }) => name === 'APPSMITH_URL')?.schema['default']);

function announce(
  { deployments, disabled, usesVariable, servers }: FileContent,
  connection: Connection,
  findings: Findings,
): void {
  if (disabled.length > 0)
    findings.notice('info', `Disabled, so not deployed: ${disabled.map(({ name }) => printable(name)).join(', ')}.`);
  // Bitbucket may hand the default over as if it were set, so that it was forgotten cannot be known.
  if (usesVariable && deployments.some(({ url }) => url === DEFAULT_URL))
    findings.notice('info', `Using ${DEFAULT_URL}, the default of APPSMITH_URL.`);
  const urls = [...new Set(deployments.map(({ url }) => url))];
  const ofVariables = urls.filter((url) => servers.get(url)?.proxies === undefined);
  for (const text of proxyNotices(ofVariables, connection.proxies)) findings.notice('info', text);
  const receivers = urls.filter((url) => servers.get(url)?.extraHeaders === undefined);
  if (connection.extraHeaders.length > 0 && urls.length > 1 && receivers.length > 0)
    findings.notice(
      'warning',
      `EXTRA_HEADERS go to ${receivers.join(', ')}. To set headers for one server only, use servers: in a ` +
        'deployments file.',
    );
}

/** The variables are the defaults of each server; a certificate and its key belong together. */
function connectionsBy(
  connection: Connection,
  servers: ReadonlyMap<string, ServerSettings>,
): (url: string) => Connection {
  const own = new Map(
    [...servers].map(([url, settings]) => {
      const { ca } = connection.tls;
      const identity = settings.tls?.certificate === undefined ? connection.tls : {};
      return [url, { ...connection, ...settings, tls: { ...definedOnly({ ca }), ...identity, ...settings.tls } }];
    }),
  );
  return (url) => own.get(url) ?? connection;
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

/** This parallel step's part of the plan; without SHARD all of it. */
async function ownPart(
  deployments: readonly Deployment[],
  { variables, context }: { readonly variables: Variables; readonly context: Context },
  findings: Findings,
): Promise<{ readonly deployments: readonly Deployment[]; readonly shard?: Shard }> {
  if (!variables.values.SHARD) return { deployments };
  const [{ readShard }, { shardOf }] = await Promise.all([import('./context.ts'), import('../deployment/shard.ts')]);
  const shard = readShard(context.parallelStep, context.parallelStepCount, findings.about('SHARD'));
  return shard === undefined ? { deployments } : { deployments: shardOf(deployments, shard), shard };
}
