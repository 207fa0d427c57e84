import type { Answer } from './answer.ts';

/** What Appsmith says of a deployment that is done. `undefined` leaves the field out, as Appsmith does with null. */
export interface DeployedData {
  readonly applicationName?: string | undefined;
  readonly branchName?: string | undefined;
  readonly applicationId?: string | undefined;
  readonly deployedAt?: string | undefined;
  readonly repoUrl?: string | undefined;
}

/** One of Appsmith's errors, before it is put into the envelope. */
export interface AppsmithError {
  readonly httpStatus: number;
  readonly code?: string;
  readonly message?: string;
  /** For people: `No resource found or permission denied`. */
  readonly title?: string;
  /** For machines: `INTERNAL_ERROR`. */
  readonly type?: string;
  readonly referenceDoc?: string;
  /** True: title and errorType are not swapped on the wire. Appsmith swaps them for its ordinary errors. */
  readonly inOrder?: boolean;
}

/** How one answer differs from what its row says. Headers, delays and faults are those of any answer. */
export interface Variation extends Omit<Answer, 'body' | 'status'> {
  readonly httpStatus?: number;
  /** `responseMeta.status`, where it is not the HTTP status. */
  readonly metaStatus?: number;
  readonly message?: string;
  /** True: the code as old versions sent it, 5020 for `AE-GIT-5020`. */
  readonly integerCode?: boolean;
  readonly inOrder?: boolean;
}

/** HTTP 200 with Appsmith's envelope around the data. */
export function success(data: unknown): Answer {
  return { status: 200, body: { responseMeta: { status: 200, success: true }, data, errorDisplay: '' } };
}

/** Appsmith's envelope around an error. */
export function failure(error: AppsmithError, variation: Variation = {}): Answer {
  const {
    httpStatus = error.httpStatus,
    metaStatus = httpStatus,
    message,
    integerCode,
    inOrder,
    ...answer
  } = variation;
  const words = message ?? error.message;
  const titles = (inOrder ?? error.inOrder) ? [error.title, error.type] : [error.type, error.title];
  const body = {
    responseMeta: {
      status: metaStatus,
      success: false,
      error: {
        code: integerCode ? Number(error.code?.slice(-4)) : error.code,
        title: titles[0],
        message: words,
        errorType: titles[1],
        referenceDoc: error.referenceDoc,
      },
    },
    errorDisplay: [error.code, words].filter((part) => part !== undefined).join(': '),
  };
  return { ...answer, status: httpStatus, body };
}

/** Appsmith's words for what does not exist, or may not be seen. */
export function notFound(what: string): string {
  return `Unable to find ${what}. Either the asset doesn't exist or you don't have required permissions`;
}

/**
 * A time as Appsmith's server prints it: ISO 8601 in UTC, with 0 to 9 fraction digits.
 * @example instant(new Date(0), 6) // '1970-01-01T00:00:00.000000Z'
 */
export function instant(date: Date, fractionDigits = 6): string {
  const [seconds = '', milliseconds = ''] = date.toISOString().slice(0, -1).split('.');
  return fractionDigits === 0 ? `${seconds}Z` : `${seconds}.${milliseconds.padEnd(9, '0').slice(0, fractionDigits)}Z`;
}
