import { parseArgs } from 'node:util';
import { DEFAULT_APP } from './app.ts';
import { startEmulator } from './emulator.ts';

const USAGE = `The Appsmith emulator on its own: npm run emulator -- [options]
  --port <number>         port to listen on (default 8080; 0 = any free one)
  --host <address>        address to listen on (default 127.0.0.1)
  --path-prefix <path>    serve below a path, e.g. /appsmith
  --pull-seconds <number> how long a deployment takes (default 2)
  --lock-attempts <n>     turn the first n attempts away: Git lock in use
  --clone <folder>        import this clone at every deployment, and refuse what Appsmith refuses
  --help                  show this text`;

const OPTIONS = {
  port: { type: 'string', default: '8080' },
  host: { type: 'string', default: '127.0.0.1' },
  'path-prefix': { type: 'string', default: '' },
  'pull-seconds': { type: 'string', default: '2' },
  'lock-attempts': { type: 'string', default: '0' },
  clone: { type: 'string' },
  help: { type: 'boolean', default: false },
} as const;

try {
  const { values } = parseArgs({ options: OPTIONS });
  if (values.help) console.log(USAGE);
  else await serve(values);
} catch (error) {
  // A wrong option, or a port that is taken: both are for the reader, not bugs.
  if (!(error instanceof Error) || !('code' in error || error instanceof RangeError)) throw error;
  console.error(`${error.message}\n\n${USAGE}`);
  process.exitCode = 2;
}

type Values = ReturnType<typeof parseArgs<{ options: typeof OPTIONS }>>['values'];

async function serve(values: Values): Promise<void> {
  const number = (option: 'port' | 'pull-seconds' | 'lock-attempts') => notNegative(option, values[option]);
  const interrupted = Promise.race([signal('SIGINT'), signal('SIGTERM')]);
  await using emulator = await startEmulator({
    apps: [{ ...DEFAULT_APP, pullMs: number('pull-seconds') * 1000, ...(values.clone && { clone: values.clone }) }],
    host: values.host,
    port: number('port'),
    pathPrefix: values['path-prefix'],
    onAnswered: ({ method, url }, status) => console.log(`${new Date().toISOString()} ${method} ${url} → ${status}`),
  });
  emulator.holdLock({ attempts: number('lock-attempts') });
  console.log(`Appsmith emulator at ${emulator.url}
  Application  ${DEFAULT_APP.name}, id ${DEFAULT_APP.id}
  Branches     ${DEFAULT_APP.branches.join('  ')}
  Token        ${DEFAULT_APP.token}

Deploy to it, after \`npm run build\`, with:

APPSMITH_URL='${emulator.url}' \\
APP_ID='${DEFAULT_APP.id}' \\
BRANCH='main' \\
BEARER_TOKEN='${DEFAULT_APP.token}' \\
npm exec -- node dist/appsmith-deploy.cjs

Press Ctrl+C to end.`);
  await interrupted;
  console.log('Emulator ended.');
}

/** @throws RangeError when the option is not a number of 0 or more */
function notNegative(option: string, text: string): number {
  const value = Number(text);
  if (text.trim() !== '' && Number.isFinite(value) && value >= 0) return value;
  throw new RangeError(`--${option} must be a number of 0 or more.`);
}

function signal(name: NodeJS.Signals): Promise<void> {
  return new Promise((resolve) => process.once(name, () => resolve()));
}
