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
  return deployments.map((deployment) => {
    if (apps.get(deployment.app) === 1) return deployment.app;
    const name = withBranch(deployment);
    return branches.get(name) === 1 ? name : `${name} @ ${deployment.baseUrl.replace(/^https?:\/\//, '')}`;
  });
}

function withBranch({ app, branch }: Unnamed): string {
  return `${app} (${branch})`;
}

function counts(deployments: readonly Unnamed[], key: (deployment: Unnamed) => string): Map<string, number> {
  const result = new Map<string, number>();
  for (const deployment of deployments) result.set(key(deployment), (result.get(key(deployment)) ?? 0) + 1);
  return result;
}
