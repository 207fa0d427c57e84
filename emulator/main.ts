import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { DEFAULT_APP } from './app.ts';
import { startEmulator } from './emulator.ts';

const IMAGE = String(/^image: (\S+)$/m.exec(readFileSync(new URL('../pipe.yml', import.meta.url), 'utf8'))?.[1]);

const USAGE = `The Appsmith emulator on its own: npm run emulator -- [options]
  --port <number>         port to listen on (default 8080; 0 = any free one)
  --host <address>        address to listen on (default 127.0.0.1)
  --path-prefix <path>    serve below a path, e.g. /appsmith
  --pull-seconds <number> how long a deployment takes (default 2)
  --lock-attempts <n>     refuse the first n attempts: Git lock in use
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
  console.log(greeting(emulator.url));
  await interrupted;
  console.log('Emulator ended.');
}

/** The application that can be deployed, and commands to paste: the pipe, its image, and Appsmith's own line. */
function greeting(url: string): string {
  const { name, id, token, branches } = DEFAULT_APP;
  const variables = Object.entries({ APPSMITH_URL: url, APP_ID: id, BRANCH: 'main', BEARER_TOKEN: token }).map(
    ([variable, value]) => `${variable}='${value}'`,
  );
  const endpoint = `${url}/api/v1/git/deploy/app/${id}?branchName=main`;
  return `Appsmith emulator at ${url}
  Application  ${name}, id ${id}
  Branches     ${branches.join('  ')}
  Token        ${token}

Deploy to it from another terminal, in this folder, with the pipe:

${variables.join(' ')} npm exec -- node dist/appsmith-deploy.cjs

with its image, on Linux, after you have built it once:

docker build --tag ${IMAGE} .

docker run --rm --network host ${variables.map((each) => `-e ${each}`).join(' ')} ${IMAGE}

or with the curl line that Appsmith offers:

curl --location --request POST "${endpoint}" --header "Authorization:Bearer ${token}"

Press Ctrl+C to end.`;
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
