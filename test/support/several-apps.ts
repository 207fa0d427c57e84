import { type EmulatedApp, type Emulator, emulatedApp } from '../../emulator/index.ts';

/** Applications of one server. */
export const APPS = ['Alpha', 'Beta', 'Gamma', 'Delta', 'Epsilon', 'Zeta'].map((name) =>
  emulatedApp({ name, pullMs: 20 }),
);

/** Lists as Bitbucket passes them: NAME_COUNT, NAME_0 … */
export function lists(columns: Readonly<Record<string, readonly string[]>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(columns).flatMap(([name, items]) => [
      [`${name}_COUNT`, String(items.length)],
      ...items.map((item, at) => [`${name}_${at}`, item]),
    ]),
  );
}

/** The variables that deploy each of the applications, with its own token. */
export function variablesForAll(
  emulator: Emulator,
  apps: readonly EmulatedApp[],
  changes: Readonly<Record<string, string>> = {},
): Record<string, string> {
  return {
    APPSMITH_URL: emulator.url,
    BRANCH: 'main',
    RETRY_DELAY: '0.01',
    ...lists({ APP_ID: apps.map(({ id }) => id), BEARER_TOKEN: apps.map(({ token }) => token) }),
    ...changes,
  };
}

/** `name app status` of each row of the closing table. */
export function tableRows(log: string): string[][] {
  const lines = log.split('\n').map((line) => line.replace(/^INFO: /, '').split(/ {2,}/));
  const head = lines.findIndex(([first]) => first === 'Deployment');
  const end = lines.findIndex((_, at) => at > head && !/ {2,}/.test(log.split('\n')[at] ?? ''));
  return lines.slice(head + 1, end);
}
