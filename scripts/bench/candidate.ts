/** One way to do it, a process to be measured beside others. */
export interface Candidate {
  readonly name: string;
  /** What it is, for readers who know none of the others. Empty where it is the row before, over https. */
  readonly about: string;
  readonly command: string;
  readonly args: readonly string[];
  /** The whole environment: an inherited NODE_EXTRA_CA_CERTS would falsify https. */
  readonly env: Readonly<Record<string, string>>;
  /** The exit code that is right. */
  readonly code: number;
}

export function node(name: string, about: string, args: readonly string[], env: Candidate['env'] = {}): Candidate {
  return { name, about, command: process.execPath, args, env, code: 0 };
}

/** A row that this machine can't fill, and what would help. */
export interface Skipped {
  readonly name: string;
  readonly needs: string;
}
