import { DEFAULT_APP, type EmulatedApp } from '../../emulator/app.ts';

/**
 * The variables of a plain deployment, with hardly a pause between attempts. A value of undefined takes a variable
 * away.
 */
export function variablesFor(
  server: { readonly url: string },
  changes: Readonly<Record<string, string | undefined>> = {},
  app: EmulatedApp = DEFAULT_APP,
): Record<string, string> {
  const all = {
    APPSMITH_URL: server.url,
    APP_ID: app.id,
    BRANCH: 'main',
    BEARER_TOKEN: app.token,
    RETRY_DELAY: '0.01',
    ...changes,
  };
  return Object.fromEntries(Object.entries(all).filter((entry): entry is [string, string] => entry[1] !== undefined));
}
