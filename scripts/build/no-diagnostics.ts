import { type Edit, replaced } from './edit-sources.ts';

/**
 * got tells every step of a request to Node's diagnostics channels, with a random id made by Node's cryptography and an address without credentials, and
 * takes the time of each. Nobody in the pipe listens or looks. Gains 0.3 × (bare Node = 1), 10 ms of it for node:crypto.
 */
export const noDiagnostics: readonly Edit[] = [
  {
    file: /\/got\/dist\/source\/core\/diagnostics-channel\.js$/,
    edit: () => 'export function generateRequestId() {}',
  },
  {
    file: /\/got\/dist\/source\/core\/index\.js$/,
    edit: withoutCalls,
  },
  { file: /\/got\/dist\/source\/core\/utils\/timer\.js$/, edit: () => 'export default function timer() {}' },
];

/** @throws Error when a call is left: its function is not there any more, and that would show only at run time */
function withoutCalls(source: string): string {
  const silent = replaced(
    replaced(source, /^( *)publish\w+\(\{\n.*?\n\1\}\);\n/gms, ''),
    /import \{ generateRequestId, [^}]*\} from '\.\/diagnostics-channel\.js';/,
    "import { generateRequestId } from './diagnostics-channel.js';",
  );
  const [left] = /\bpublish[A-Z]\w*\(/.exec(silent) ?? [];
  if (left !== undefined) throw new Error(`The build leaves a call ${left} in got whose function it leaves out`);
  return silent;
}
