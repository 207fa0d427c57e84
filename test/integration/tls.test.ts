import { execFileSync } from 'node:child_process';
import { createPrivateKey } from 'node:crypto';
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { startEmulator, type Tls } from '../../emulator/index.ts';
import { certificates, weaklyIssued } from '../../scripts/certificates.ts';
import { makeClone } from '../support/clone.ts';
import { variablesFor } from '../support/environment.ts';
import { runMain } from '../support/run-main.ts';

const PASSPHRASE = 'a passphrase nobody should see';

/** Runs against an https server, for which `localhost` is as good a name as its address. */
async function runAgainst(tls: Tls, changes: Readonly<Record<string, string>>, cwd?: string) {
  await using emulator = await startEmulator({ tls });
  const run = await runMain(
    variablesFor(emulator, { MAX_ATTEMPTS: '2', ...changes }),
    cwd === undefined ? {} : { cwd },
  );
  return { ...run, requests: emulator.requests.length, deployed: emulator.deployments.length };
}

/** Nothing goes over a connection that is not verified, and nothing is tried again. */
async function expectRefused(tls: Tls, changes: Readonly<Record<string, string>>, title: string) {
  const run = await runAgainst(tls, changes);
  expect(run.exitCode).toBe(1);
  expect(run.requests).toBe(0);
  expect(run.log).toContain(`✖ Not deployed: ${title} (`);
  expect(run.log).toContain('; 1 attempt, ');
  return run;
}

describe('CA_CERTIFICATE', () => {
  test('may be PEM, base64 of it, PEM with \\n in it, several at once, or a path', async () => {
    const { ca, otherCa, server } = await certificates();
    await using clone = await makeClone();
    mkdirSync(join(clone.path, 'certs'));
    writeFileSync(join(clone.path, 'certs', 'ca.pem'), ca);
    symlinkSync('certs/ca.pem', join(clone.path, 'link.pem'));
    const forms = [
      ca,
      Buffer.from(ca).toString('base64'),
      Buffer.from(ca).toString('base64').replace(/.{76}/g, '$&\n'),
      ca.replaceAll('\n', '\\n'),
      `${otherCa}\n${ca}`,
      'certs/ca.pem',
      './certs/../certs/ca.pem',
      'link.pem',
      join(clone.path, 'certs', 'ca.pem'),
    ];
    for (const form of forms) {
      const { exitCode } = await runAgainst(server, { ...clone.variables, CA_CERTIFICATE: form }, clone.path);
      expect(exitCode).toBe(0);
    }
  });

  test.each([
    ['outside the clone', '/etc/hostname', /is outside the clone/],
    ['outside the clone, by a link', 'outside.pem', /is outside the clone/],
    ['above the clone', '../ca.pem', /is outside the clone/],
    ['that does not exist', 'nowhere.pem', /names the file nowhere\.pem, which does not exist\.\n {2}Use a path/],
    ['of a folder', '.', /names a folder/],
    ['of a file without PEM', 'plain.txt', /holds no PEM/],
    ['of a file of many MB', 'large.pem', /too large/],
    ['of a key, not a certificate', 'key.pem', /holds a private key, not a certificate/],
    ['of a named pipe', 'fifo.pem', /not a regular file/],
    ['longer than any', 'a'.repeat(5_000), /not a valid path/],
    ['with a NUL', 'a\0b', /not a valid path/],
  ])('may not be a path %s', async (_, path, message) => {
    const { server } = await certificates();
    await using clone = await makeClone();
    symlinkSync('/etc/hostname', join(clone.path, 'outside.pem'));
    execFileSync('mkfifo', [join(clone.path, 'fifo.pem')]);
    writeFileSync(join(clone.path, 'plain.txt'), 'hello');
    writeFileSync(join(clone.path, 'large.pem'), Buffer.alloc(2 * 1024 * 1024));
    writeFileSync(join(clone.path, 'key.pem'), server.key);
    const run = await runAgainst(server, { ...clone.variables, CA_CERTIFICATE: path }, clone.path);
    expect(run.exitCode).toBe(2);
    expect(run.requests).toBe(0);
    expect(run.log).toMatch(/CA_CERTIFICATE:\n/);
    expect(run.log).toMatch(message);
  });

  test('of another authority does not make the server trusted', async () => {
    const { otherCa, server } = await certificates();
    await expectRefused(
      server,
      { CA_CERTIFICATE: otherCa },
      "The server's certificate is from a CA that is not trusted",
    );
  });
});

describe("a problem of the server's certificate is reported with the certificate and its variable:", () => {
  test('a private CA', async () => {
    const { server } = await certificates();
    const { log } = await expectRefused(server, {}, "The server's certificate is from a CA that is not trusted");
    expect(log).toMatch(
      /Certificate: CN=localhost; names 127\.0\.0\.1, 0:0:0:0:0:0:0:1; issuer CN=Acme Test CA; valid \d{4}-/,
    );
    expect(log).toContain('CA_CERTIFICATE');
  });

  test('a certificate that issued itself', async () => {
    const { selfSigned } = await certificates();
    const { log } = await expectRefused(selfSigned, {}, "The server's certificate is from a CA that is not trusted");
    expect(log).toContain('issuer CN=localhost');
  });

  test.each(['expired', 'notYetValid'] as const)('one that is %s', async (name) => {
    const all = await certificates();
    const { log } = await expectRefused(
      all[name],
      { CA_CERTIFICATE: all.ca },
      'A certificate of the server has expired, or is not valid yet',
    );
    expect(log).toMatch(/valid \d{4}-\d\d-\d\d to \d{4}-\d\d-\d\d\./);
  });

  test("an authority that OpenSSL refuses: its reason, and the authority's certificate", async () => {
    const { ca, ...weak } = await weaklyIssued();
    const title = "The server's certificate is not valid for this use";
    const tls = { ...weak, ciphers: 'DEFAULT@SECLEVEL=0' };
    const { log } = await expectRefused(tls, { CA_CERTIFICATE: ca }, title);
    expect(log).toContain('OpenSSL says: CA certificate key too weak.\n  Certificate: CN=Weak Test CA; issuer');
  });

  test('one for another name', async () => {
    const { ca, wrongHost } = await certificates();
    const { log } = await expectRefused(
      wrongHost,
      { CA_CERTIFICATE: ca },
      "The server's certificate is for another name",
    );
    expect(log).toContain('Certificate: CN=appsmith.wrong.example');
    expect(log).toContain('APPSMITH_URL');
  });
});

test.each(['0', '1', 'false'])('NODE_TLS_REJECT_UNAUTHORIZED=%s turns nothing off', async (value) => {
  const { selfSigned } = await certificates();
  const { log } = await expectRefused(
    selfSigned,
    { NODE_TLS_REJECT_UNAUTHORIZED: value },
    "The server's certificate is from a CA that is not trusted",
  );
  if (value === '0') expect(log).toContain('WARNING: NODE_TLS_REJECT_UNAUTHORIZED is ignored');
});

test('a server that speaks nothing newer than TLS 1.1 is refused', async () => {
  const { ca, server } = await certificates();
  const tls: Tls = { ...server, minVersion: 'TLSv1', maxVersion: 'TLSv1.1', ciphers: 'DEFAULT@SECLEVEL=0' };
  const { exitCode, requests, log } = await runAgainst(tls, { CA_CERTIFICATE: ca });
  expect(exitCode).toBe(1);
  expect(requests).toBe(0);
  expect(log).toContain("✖ Not deployed: The server's TLS is too old or too weak (");
  expect(log).toContain('OpenSSL says: alert protocol version.');
});

describe('a client certificate', () => {
  const mutual = async () => {
    const all = await certificates();
    const encrypted = createPrivateKey(all.client.key)
      .export({ type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase: PASSPHRASE })
      .toString();
    return {
      ...all,
      tls: { ...all.server, requestClientCertificate: all.ca },
      given: { CA_CERTIFICATE: all.ca, CLIENT_CERTIFICATE: all.client.cert, CLIENT_KEY: all.client.key },
      encrypted,
    };
  };

  test('opens a server that asks for one, in every form', async () => {
    const { tls, given, encrypted, client } = await mutual();
    await using clone = await makeClone();
    writeFileSync(join(clone.path, 'client.pem'), client.cert);
    writeFileSync(join(clone.path, 'client.key'), client.key);
    const forms = [
      given,
      { ...given, CLIENT_KEY: Buffer.from(client.key).toString('base64') },
      { ...given, CLIENT_KEY: encrypted, CLIENT_KEY_PASSPHRASE: PASSPHRASE },
      { ...given, CLIENT_CERTIFICATE: 'client.pem', CLIENT_KEY: 'client.key' },
    ];
    for (const form of forms) {
      const { exitCode, deployed } = await runAgainst(tls, { ...clone.variables, ...form }, clone.path);
      expect(exitCode).toBe(0);
      expect(deployed).toBe(1);
    }
  });

  test('that is missing is reported with its variables', async () => {
    const { tls, ca } = await mutual();
    const { exitCode, log, requests } = await runAgainst(tls, { CA_CERTIFICATE: ca });
    expect(exitCode).toBe(1);
    expect(requests).toBe(0);
    expect(log).toMatch(/✖ Not deployed: The server requires a client certificate that it trusts \(/);
    expect(log).toContain('CLIENT_CERTIFICATE');
  });

  test('of another CA opens nothing', async () => {
    const { tls, ca, foreignClient } = await mutual();
    const { exitCode, requests } = await runAgainst(tls, {
      CA_CERTIFICATE: ca,
      CLIENT_CERTIFICATE: foreignClient.cert,
      CLIENT_KEY: foreignClient.key,
    });
    expect(exitCode).toBe(1);
    expect(requests).toBe(0);
  });

  test.each([
    ['without its key', { CLIENT_KEY: '' }, /CLIENT_KEY:\n- required field, since CLIENT_CERTIFICATE/],
    [
      'without the certificate of its key',
      { CLIENT_CERTIFICATE: '' },
      /CLIENT_CERTIFICATE:\n- required field, since CLIENT_KEY/,
    ],
    ['with the key of another', { CLIENT_KEY: 'foreign' }, /CLIENT_KEY:\n- does not belong to CLIENT_CERTIFICATE/],
    [
      'with an encrypted key and no passphrase',
      { CLIENT_KEY: 'encrypted' },
      /CLIENT_KEY_PASSPHRASE:\n- required field/,
    ],
    [
      'with a wrong passphrase',
      { CLIENT_KEY: 'encrypted', CLIENT_KEY_PASSPHRASE: 'another passphrase' },
      /CLIENT_KEY_PASSPHRASE:\n- does not open CLIENT_KEY/,
    ],
    [
      'with a key that is none',
      { CLIENT_KEY: '-----BEGIN PRIVATE KEY-----\nAAAAAAAA\n-----END PRIVATE KEY-----' },
      /CLIENT_KEY:\n- holds no private key/,
    ],
    [
      'that is broken',
      { CLIENT_CERTIFICATE: '-----BEGIN CERTIFICATE-----\nAAAAAAAA\n-----END CERTIFICATE-----' },
      /CLIENT_CERTIFICATE:\n- holds a broken certificate \(number 1\)/,
    ],
  ])('%s ends with exit code 2 before anything is sent', async (_, changes, message) => {
    const { tls, given, encrypted, foreignClient } = await mutual();
    const keys: Record<string, string> = { foreign: foreignClient.key, encrypted };
    const filled = Object.entries(changes).map(([name, value]) => [name, keys[value] ?? value]);
    const { exitCode, log, requests } = await runAgainst(tls, { ...given, ...Object.fromEntries(filled) });
    expect(exitCode).toBe(2);
    expect(requests).toBe(0);
    expect(log).toMatch(message);
  });
});
