import { beforeAll, test } from '@jest/globals';
import { startEmulator, type Tls } from '../../emulator/index.ts';
import { type Certificates, certificates } from '../../scripts/certificates.ts';
import { deploys, type Ending, fails, faultVariables, meet } from './support/fault.ts';

let made: Certificates;

beforeAll(async () => {
  made = await certificates();
});

interface Case {
  readonly fault: string;
  readonly ending: Ending;
  readonly tls: (made: Certificates) => Tls;
  /** Default: the CA that issued the server's certificate is given. */
  readonly variables?: (made: Certificates) => Record<string, string>;
  readonly says?: RegExp;
}

const NOT_TRUSTED = (code: string) => fails('TLS-CA', 0, { code });
const wanting = ({ server, ca }: Certificates): Tls => ({ ...server, requestClientCertificate: ca });

const cases: readonly Case[] = [
  {
    fault: 'A certificate of a private CA that was not given',
    ending: NOT_TRUSTED('UNABLE_TO_VERIFY_LEAF_SIGNATURE'),
    tls: ({ server }) => server,
    variables: () => ({}),
    says: /CN=localhost; names 127\.0\.0\.1, \S+; issuer CN=Acme Test CA; [\s\S]*CA_CERTIFICATE/,
  },
  {
    fault: 'Another CA was given',
    ending: NOT_TRUSTED('UNABLE_TO_VERIFY_LEAF_SIGNATURE'),
    tls: ({ server }) => server,
    variables: ({ otherCa }) => ({ CA_CERTIFICATE: otherCa }),
  },
  {
    fault: 'A certificate that issued itself',
    ending: NOT_TRUSTED('DEPTH_ZERO_SELF_SIGNED_CERT'),
    tls: ({ selfSigned }) => selfSigned,
  },
  {
    fault: 'The same, with NODE_TLS_REJECT_UNAUTHORIZED=0',
    ending: NOT_TRUSTED('DEPTH_ZERO_SELF_SIGNED_CERT'),
    tls: ({ selfSigned }) => selfSigned,
    variables: () => ({ NODE_TLS_REJECT_UNAUTHORIZED: '0' }),
  },
  {
    fault: 'A certificate that has expired',
    ending: fails('TLS-EXPIRED', 0, { code: 'CERT_HAS_EXPIRED' }),
    tls: ({ expired }) => expired,
    says: /CN=localhost; names 127\.0\.0\.1, \S+; issuer CN=Acme Test CA; valid \d/,
  },
  {
    fault: 'A certificate that is not valid yet',
    ending: fails('TLS-EXPIRED', 0, { code: 'CERT_NOT_YET_VALID' }),
    tls: ({ notYetValid }) => notYetValid,
  },
  {
    fault: 'A certificate for another name',
    ending: fails('TLS-HOST', 0, { code: 'ERR_TLS_CERT_ALTNAME_INVALID' }),
    tls: ({ wrongHost }) => wrongHost,
    says: /appsmith\.wrong\.example/,
  },
  {
    fault: 'The server wants a client certificate, none is given',
    ending: fails('TLS-CLIENT', 0, { code: 'ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED' }),
    tls: wanting,
  },
  {
    fault: 'The server wants a client certificate of another CA, and hangs up without saying so',
    ending: fails('ECONNRESET', 0),
    tls: wanting,
    variables: ({ ca, foreignClient }) => ({
      CA_CERTIFICATE: ca,
      CLIENT_CERTIFICATE: foreignClient.cert,
      CLIENT_KEY: foreignClient.key,
    }),
  },
  {
    fault: 'The server wants a client certificate, the right one is given',
    ending: deploys(),
    tls: wanting,
    variables: ({ ca, client }) => ({ CA_CERTIFICATE: ca, CLIENT_CERTIFICATE: client.cert, CLIENT_KEY: client.key }),
  },
  {
    fault: 'The server knows no TLS newer than 1.1',
    ending: fails('TLS-WEAK', 0, { code: 'ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION' }),
    tls: ({ server }) => ({ ...server, minVersion: 'TLSv1', maxVersion: 'TLSv1.1', ciphers: 'DEFAULT@SECLEVEL=0' }),
  },
  {
    fault: 'The server knows only TLS 1.2',
    ending: deploys(),
    tls: ({ server }) => ({ ...server, maxVersion: 'TLSv1.2' }),
  },
];

test.each(cases)('$fault', async ({ tls, variables = ({ ca }) => ({ CA_CERTIFICATE: ca }), ...fault }) => {
  await using emulator = await startEmulator({ tls: tls(made) });
  await meet(
    'Certificates',
    { ...fault, where: "Appsmith's TLS" },
    emulator,
    faultVariables(emulator.url, variables(made)),
  );
});
