/** What the emulator sends for one request, faults included. Everything has a default: `{}` is an empty 200. */
export interface Answer {
  readonly status?: number;
  readonly statusMessage?: string;
  /** Overrides the headers that the emulator adds itself; names as they are to be sent. */
  readonly headers?: Readonly<Record<string, string | readonly string[]>>;
  /** An object is sent as JSON; text without a Content-Type of its own as text/plain. */
  readonly body?: string | Buffer | object;
  /** Who answers, and adds its headers. Default: `appsmith` for an object, else `other`, a gateway. */
  readonly from?: 'appsmith' | 'caddy' | 'other';
  /** True: Appsmith deploys first, and this replaces its answer, unless it refuses. */
  readonly afterDeploying?: true;
  /** Wait before the first byte, in ms; replaces the emulator's own `delayMs`. */
  readonly delayMs?: number;
  /** True: the body is sent compressed. */
  readonly gzip?: boolean;
  /** Resets the connection (over TLS: ends it without a close alert) instead of answering, or in mid-body. */
  readonly reset?: 'before-headers' | 'mid-body';
  /** Ends the connection after that many bytes of the body, although more were announced. */
  readonly cutAfterBytes?: number;
  /** Never answers; the connection stays open. */
  readonly hang?: true;
  /** Sends the body one byte at a time, with this pause between two, in ms. */
  readonly trickleMs?: number;
}
