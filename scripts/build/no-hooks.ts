import { type Edit, replaced } from './edit-sources.ts';

/**
 * The pipe gives got no hooks and no time-outs, and reads three things of a response. Here got does not copy a request to see what hooks have changed,
 * watch for each phase of it, or note its address. Gains nothing that shows for one deployment; with lean-options.ts, a tenth of the CPU time of many.
 */
export const noHooks: readonly Edit[] = [
  {
    file: /\/got\/dist\/source\/core\/index\.js$/,
    edit: (source) =>
      [
        /(?<=const urlBeforeRequestHooks = ).*?(?=;\n)/,
        /(?<=const boundaryBeforeRequestHooks = ).*?(?=;\n)/,
        /(?<=const stateBeforeRequestHooks = ).*?(?=;\n)/,
        /(?<=response\.url = ).*?(?=;\n)/,
        /(?<=response\.ip = ).*?(?=;\n)/,
      ].reduce(
        (text, expression) => replaced(text, expression, 'undefined'),
        replaced(
          source,
          /await options\.trackStateMutations\(async \(changedState\) => \{\n +for \(const hook of options\.hooks\.beforeRequest\) \{\n[\s\S]*?\n +return changedState;\n +\}\)/,
          'new Set()',
        ),
      ),
  },
  {
    file: /\/got\/dist\/source\/create\.js$/,
    edit: (source) => replaced(source, /(?<=const boundaryBeforeHandlers = ).*?(?=;\n)/, 'undefined'),
  },
  { file: /\/got\/dist\/source\/core\/utils\/proxy-events\.js$/, edit: () => 'export default () => () => undefined;' },
  {
    file: /\/got\/dist\/source\/core\/timed-out\.js$/,
    edit: (source) =>
      replaced(
        source,
        /(?<=export default function timedOut\(request, delays, options\) \{\n)[\s\S]*$/,
        "if (Object.values(delays).some((delay) => delay !== undefined)) throw new Error('time-outs are left out of this build');\n}\n",
      ),
  },
];
