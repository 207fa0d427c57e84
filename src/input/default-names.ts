/** What tells deployments apart that have no name of their own. */
interface Unnamed {
  readonly app: string;
  readonly branch: string;
  readonly baseUrl: string;
}

/** Names for deployments without one: the application's id, with branch and then host where that is needed to tell two apart. */
export function defaultNames(deployments: readonly Unnamed[]): string[] {
  const apps = counts(deployments, ({ app }) => app);
  const branches = counts(deployments, withBranch);
  const hosts = counts(deployments, withHost);
  return deployments.map((deployment) => {
    if (apps.get(deployment.app) === 1) return deployment.app;
    if (branches.get(withBranch(deployment)) === 1) return withBranch(deployment);
    const name = withHost(deployment);
    return hosts.get(name) === 1 ? name : `${withBranch(deployment)} @ ${deployment.baseUrl}`;
  });
}

function withBranch({ app, branch }: Unnamed): string {
  return `${app} (${branch})`;
}

function withHost(deployment: Unnamed): string {
  return `${withBranch(deployment)} @ ${deployment.baseUrl.replace(/^https?:\/\//, '')}`;
}

function counts(deployments: readonly Unnamed[], key: (deployment: Unnamed) => string): Map<string, number> {
  const result = new Map<string, number>();
  for (const deployment of deployments) result.set(key(deployment), (result.get(key(deployment)) ?? 0) + 1);
  return result;
}
