import { env } from 'node:process';
import { DEFAULT_APP, startEmulator } from '../../emulator/index.ts';

/**
 * The emulator behind https, for the try of a release: SMOKE_CERTIFICATE and SMOKE_KEY are PEM in base64. Prints the
 * pipe's variables.
 */
const pem = (name: string) => Buffer.from(env[name] ?? '', 'base64').toString();
await startEmulator({
  host: '0.0.0.0',
  port: 443,
  tls: { cert: pem('SMOKE_CERTIFICATE'), key: pem('SMOKE_KEY') },
});
console.log(`APP_ID=${DEFAULT_APP.id}\nBRANCH=${DEFAULT_APP.branches[0]}\nBEARER_TOKEN=${DEFAULT_APP.token}`);
