import type { Closing } from './closing.ts';

/** How the servers of a plan answered in a dry run. */
export interface ServerCounts {
  readonly servers: number;
  /** Those that may answer later. */
  readonly unanswered: number;
  /** Those to which nothing can be deployed as things are. */
  readonly impossible: number;
}

const TOKEN = 'The token was not checked: Appsmith offers no way to do that without deploying.';

/**
 * How a dry run ended. A server that does not answer now may do so later; one that cannot be reached as things are is a
 * failure.
 */
export function dryRunVerdict({ servers, unanswered, impossible }: ServerCounts): Closing {
  if (impossible > 0) {
    const where = servers === 1 ? 'a deployment' : `a deployment to ${impossible} of ${servers} servers`;
    const why = impossible === 1 ? 'for the reason above' : 'for the reasons above';
    return { success: false, lines: [`Dry run: ${where} is impossible, ${why}. Nothing was deployed.`] };
  }
  const nothing = 'Dry run: nothing was deployed.';
  if (unanswered > 0) {
    const silent = servers === 1 ? 'The server did' : `${unanswered} of ${servers} servers did`;
    return { success: true, lines: [`${nothing} ${silent} not respond. ${TOKEN}`] };
  }
  const answered = servers === 1 ? 'The server responded.' : `All ${servers} servers responded.`;
  return { success: true, lines: [`${nothing} ${answered} ${TOKEN}`] };
}
