import type { Programs } from './programs.ts';
import type { Timer } from './timer.ts';

/** What the rows are measured with. */
export interface Surroundings {
  /** For files that go when all is done. */
  readonly folder: string;
  /** Addresses of the server, without a path. */
  readonly http: string;
  readonly https: string;
  /** Certificate of the server's authority, PEM. */
  readonly ca: string;
  readonly programs: Programs;
  readonly timer: Timer;
}

/** The variables of one deployment. */
export function deployment(url: string): Record<string, string> {
  return { APPSMITH_URL: url, APP_ID: '660427bb3927480dc0720914', BRANCH: 'main', BEARER_TOKEN: 'f'.repeat(64) };
}
