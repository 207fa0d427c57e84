import { createHash } from 'node:crypto';

/** An application of the emulated server, and what its owner has set up. */
export interface EmulatedApp {
  /** Base application id, as in the endpoint. */
  readonly id: string;
  readonly name: string;
  /** The one continuous-delivery token of this application. */
  readonly token: string;
  /** Branches that were checked out in Appsmith; the first is the default one. */
  readonly branches: readonly string[];
  readonly repoUrl: string;
  /** False: not connected to Git. */
  readonly connected: boolean;
  /** False: nobody has clicked Finish Setup. */
  readonly continuousDelivery: boolean;
  /** How long pull and publish take, with the Git lock held, in ms. */
  readonly pullMs: number;
  /** True: anybody may see the published application. */
  readonly public: boolean;
  /** Folder of a clone that is imported after the pull. Without one, every import succeeds. */
  readonly clone?: string;
}

/** As long as Appsmith's own: hexadecimal, some hundred characters. Fixed, so that a log can be searched for it. */
export const DEFAULT_TOKEN = tokenFor('Orders');

/** What `startEmulator()` offers without options. */
export const DEFAULT_APP: EmulatedApp = {
  id: '660427bb3927480dc0720914',
  name: 'Orders',
  token: DEFAULT_TOKEN,
  branches: ['main', 'release', 'feature/a&b', 'fix#1', 'a+b', 'ü'],
  repoUrl: 'git@bitbucket.org:acme/orders.git',
  connected: true,
  continuousDelivery: true,
  pullMs: 0,
  public: false,
};

/** An application for a test, like the default one. A new name brings an id, a token and a repository of its own. */
export function emulatedApp(overrides: Partial<EmulatedApp> = {}): EmulatedApp {
  const { name = DEFAULT_APP.name } = overrides;
  if (name === DEFAULT_APP.name) return { ...DEFAULT_APP, ...overrides };
  return {
    ...DEFAULT_APP,
    id: objectIdFor(name),
    token: tokenFor(name),
    repoUrl: `git@bitbucket.org:acme/${name.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-')}.git`,
    ...overrides,
  };
}

/** Each branch lives in Appsmith as its own copy of the application; only the default branch has the base id. */
export function branchApplicationId(app: EmulatedApp, branch: string): string {
  return branch === app.branches[0] ? app.id : objectIdFor(`${app.id} ${branch}`);
}

function objectIdFor(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 24);
}

function tokenFor(name: string): string {
  return [1, 2, 3].map((part) => createHash('sha512').update(`${name} ${part}`).digest('hex')).join('');
}
