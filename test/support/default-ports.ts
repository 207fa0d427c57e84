import { startEmulator } from '../../emulator/index.ts';
import { certificates } from '../../scripts/certificates.ts';
import { variablesFor } from './environment.ts';
import { runPipe } from './run-pipe.ts';

/** Runs the pipe against a server on 80 and 443, known by name: to be started in a network of its own. Prints what was seen as JSON. */
const [, , host = '', path = '', given = '{}'] = process.argv;
const { ca, wrongHost } = await certificates();
await using secure = await startEmulator({ tls: wrongHost, port: 443, pathPrefix: path });
await using plain = await startEmulator({ port: 80, pathPrefix: path });
const url = `${host}${path}`;
const { exitCode, log } = await runPipe(
  variablesFor({ url }, { CA_CERTIFICATE: ca, MAX_ATTEMPTS: '1', ...(JSON.parse(given) as Record<string, string>) }),
);
const seen = (emulator: typeof secure) => emulator.requests.map(({ method, headers }) => `${method} ${headers.host}`);
console.log(JSON.stringify({ exitCode, log, http: seen(plain), https: seen(secure) }));
