import type { Metadata } from '../manifest/metadata.ts';

/** Reports a bug of the pipe: the only failure that shows a stack. */
export function crashReport(bug: unknown, { version, support }: Metadata): [string, ...string[]] {
  const stack = bug instanceof Error ? (bug.stack ?? bug.message) : String(bug);
  return [
    `This is a bug in appsmith-deploy ${version}, not in your setup.`,
    ...stack.split('\n').map((line) => `  ${line}`),
    'It is not known whether the application was deployed: check in Appsmith.',
    `Please report this, with these lines, to ${support}.`,
  ];
}
