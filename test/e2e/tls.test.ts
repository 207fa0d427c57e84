import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { startEmulator } from '../../emulator/index.ts';
import { entrypointFlags } from '../../scripts/bench/surroundings.ts';
import { certificates } from '../../scripts/certificates.ts';
import { writeCertificateFolder } from '../../scripts/image/certificate-folder.ts';
import { variablesFor } from '../support/environment.ts';
import { runPipe } from '../support/run-pipe.ts';

test('a private CA and a client certificate open the server', async () => {
  const { ca, server, client } = await certificates();
  await using emulator = await startEmulator({ tls: { ...server, requestClientCertificate: ca } });
  const { exitCode } = await runPipe(
    variablesFor(emulator, {
      CA_CERTIFICATE: Buffer.from(ca).toString('base64'),
      CLIENT_CERTIFICATE: client.cert,
      CLIENT_KEY: client.key,
    }),
  );
  expect(exitCode).toBe(0);
  expect(emulator.deployments).toHaveLength(1);
});

test('a CA that is given comes beside the public ones, and does not take their place', async () => {
  const { ca, otherCa, server } = await certificates();
  await using emulator = await startEmulator({ tls: server });
  const folder = mkdtempSync(join(tmpdir(), 'appsmith-deploy-ca-'));
  try {
    const publicCas = join(folder, 'public.pem'); // Node takes these for public ones
    writeFileSync(publicCas, ca);
    const { exitCode, log } = await runPipe(
      variablesFor(emulator, { CA_CERTIFICATE: otherCa, NODE_EXTRA_CA_CERTS: publicCas }),
    );
    expect(log).toContain('✔ Deployed');
    expect(exitCode).toBe(0);
    expect(emulator.deployRequests).toHaveLength(1);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test('without the CA nothing is sent, and nothing turns that off', async () => {
  const { server, selfSigned } = await certificates();
  await using emulator = await startEmulator({ tls: server });
  await using other = await startEmulator({ tls: selfSigned });
  const runs = await Promise.all([
    runPipe(variablesFor(emulator)),
    runPipe(variablesFor(emulator, { NODE_TLS_REJECT_UNAUTHORIZED: '0' })),
    runPipe(variablesFor(other, { NODE_TLS_REJECT_UNAUTHORIZED: '0' })),
  ]);
  for (const { exitCode, log } of runs) {
    expect(exitCode).toBe(1);
    expect(log).toContain("✖ Not deployed: The server's certificate is from a CA that is not trusted");
    expect(log).toContain('CA_CERTIFICATE');
    expect(log).toMatch(/Certificate: CN=localhost; names 127\.0\.0\.1, \S+; issuer CN=/);
  }
  expect(runs[1]?.log).toContain('WARNING: NODE_TLS_REJECT_UNAUTHORIZED is ignored');
  expect(runs[1]?.log).not.toMatch(/\(node:\d+\)/);
  expect([...emulator.requests, ...other.requests]).toEqual([]);
});

describe("the public CAs of the image, which are in a folder of OpenSSL's", () => {
  /** Runs with the image's flags, where the folder holds these CAs. */
  async function runTrusting(publicCas: readonly string[], changes: Readonly<Record<string, string>> = {}) {
    const { server } = await certificates();
    await using emulator = await startEmulator({ tls: server });
    const folder = mkdtempSync(join(tmpdir(), 'appsmith-deploy-ca-'));
    try {
      writeCertificateFolder(folder, publicCas);
      const environment = variablesFor(emulator, { SSL_CERT_DIR: folder, ...changes });
      return await runPipe(environment, { nodeArguments: entrypointFlags() });
    } finally {
      rmSync(folder, { recursive: true });
    }
  }

  test('are trusted', async () => {
    const { ca, otherCa } = await certificates();
    const { exitCode, log } = await runTrusting([otherCa, ca]);
    expect(log).toContain('✔ Deployed');
    expect(exitCode).toBe(0);
  });

  // The image's folder holds the authorities that Node brings, which issue nothing for a test; those of the machine
  // count like them.
  test('are trusted beside a CA that is given', async () => {
    const { ca, otherCa } = await certificates();
    const folder = mkdtempSync(join(tmpdir(), 'appsmith-deploy-ca-'));
    writeFileSync(join(folder, 'ca.pem'), ca);
    const { exitCode, log } = await runTrusting([], {
      CA_CERTIFICATE: otherCa,
      NODE_EXTRA_CA_CERTS: join(folder, 'ca.pem'),
    });
    rmSync(folder, { recursive: true });
    expect(log).toContain('✔ Deployed');
    expect(exitCode).toBe(0);
  });

  test('are the only ones', async () => {
    const { otherCa } = await certificates();
    const { exitCode, log } = await runTrusting([otherCa]);
    expect(log).toContain("✖ Not deployed: The server's certificate is from a CA that is not trusted");
    expect(exitCode).toBe(1);
  });
});
