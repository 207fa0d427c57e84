import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { type Redirect, redirectOf } from '../../../src/appsmith/redirect.ts';
import { anAnswer } from '../../support/answers.ts';
import { holds } from '../../support/property.ts';

const HTTP = 'http://h.example:8080/p/api?branchName=a%26b';
const HTTPS = 'https://h.example/p/api?branchName=a%26b';

/** What an answer to a request is that redirects it. */
function judged(from: string, location: string): Redirect | undefined {
  const answer = anAnswer(308, '', { headers: { location } });
  return redirectOf(from, { kind: 'answered', answer, reused: false });
}

describe('followed', () => {
  test.each([
    ['to https at its own port', HTTP, HTTPS],
    ['to https at another port', HTTP, 'https://h.example:8443/p/api?branchName=a%26b'],
    ['to https with a slash', HTTP, 'https://h.example/p/api/?branchName=a%26b'],
    ['to the path with a slash', HTTPS, 'https://h.example/p/api/?branchName=a%26b'],
    ['to the path with a slash, in relative form', HTTPS, '/p/api/?branchName=a%26b'],
    ['to http with a slash, from http', HTTP, 'http://h.example:8080/p/api/?branchName=a%26b'],
  ])('%s', (_, from, location) => {
    expect(judged(from, location)).toEqual({ kind: 'follow', address: new URL(location, from).href });
  });

  test('without the fragment', () => {
    expect(judged(HTTP, `${HTTPS}#x`)).toEqual({ kind: 'follow', address: HTTPS });
  });
});

describe('refused', () => {
  test.each([
    ['to another host', HTTPS, 'https://evil.example/p/api/?branchName=a%26b', 'https://evil.example'],
    [
      'to a host that begins alike',
      HTTPS,
      'https://h.example.evil.example/p/api?branchName=a%26b',
      'https://h.example.evil.example',
    ],
    ['to another port of https', HTTPS, 'https://h.example:8443/p/api/?branchName=a%26b', 'https://h.example:8443'],
    ['to another port of http', HTTP, 'http://h.example/p/api/?branchName=a%26b', 'http://h.example'],
    ['to another path', HTTP, 'https://h.example/login?branchName=a%26b', 'https://h.example'],
    ['to another query', HTTP, 'https://h.example/p/api?branchName=main', 'https://h.example'],
    ['without the query', HTTP, 'https://h.example/p/api', 'https://h.example'],
    ['to https with credentials', HTTP, 'https://u:hunter2@h.example/p/api?branchName=a%26b', 'https://h.example'],
    ['to https with a user', HTTP, 'https://hunter2@h.example/p/api?branchName=a%26b', 'https://h.example'],
    ['to https with a password', HTTP, 'https://:hunter2@h.example/p/api?branchName=a%26b', 'https://h.example'],
    ['to a scheme that ends alike', HTTP, 'shttp://h.example/p/api?branchName=a%26b', 'an address with shttp:'],
    ['to another scheme', HTTP, 'ftp://h.example/p/api?branchName=a%26b', 'an address with ftp:'],
    ['to a script', HTTP, 'javascript:alert(1)', 'an address with javascript:'],
    ['to what is no address', HTTP, 'http://[', 'an address that is not valid'],
  ])('%s', (_, from, location, refused) => {
    expect(judged(from, location)).toEqual({ kind: 'elsewhere', place: refused });
  });

  test.each([
    ['to a path with two slashes more', 'https://h.example/p/api//?branchName=a%26b'],
    ['to itself', HTTPS],
    ['to a login page', '/login'],
  ])('%s, since it is another page of the same server', (_, location) => {
    expect(judged(HTTPS, location)).toEqual({ kind: 'own-page' });
  });

  test.each([
    ['to the same path', 'http://h.example/p/api?branchName=a%26b', 'h.example'],
    ['with a slash', 'http://h.example/p/api/?branchName=a%26b', 'h.example'],
    ['of another host', 'http://evil.example:8080/login', 'evil.example:8080'],
  ])('from https to http: %s', (_, location, host) => {
    expect(judged(HTTPS, location)).toEqual({ kind: 'to-http', host });
  });

  test('with a user, to the same server, by its origin', () => {
    expect(judged(HTTPS, 'https://u:hunter2@h.example/login')).toEqual({
      kind: 'elsewhere',
      place: 'https://h.example',
    });
  });
});

test('a redirect that is followed stays on the same host, never leaves https, and keeps the query', () => {
  const location = fc.oneof(
    fc.string(),
    fc.constantFrom(
      'h.example',
      '//h.example',
      '\\\\evil.example',
      'https:h.example',
      'http:/\\evil.example/p/api?branchName=a%26b',
    ),
    fc
      .tuple(
        fc.constantFrom('http:', 'https:', ''),
        fc.constantFrom('//h.example', '//h.example@e', ''),
        fc.constantFrom('/p/api', '/p/api/', '/x'),
        fc.constantFrom('?branchName=a%26b', ''),
      )
      .map((parts) => parts.join('')),
  );
  holds(fc.constantFrom(HTTP, HTTPS), location, (from, to) => {
    const redirect = judged(from, to);
    if (redirect?.kind !== 'follow') return;
    const [source, target] = [new URL(from), new URL(redirect.address)];
    expect(target.hostname).toBe(source.hostname);
    expect(target.search).toBe(source.search);
    expect([source.pathname, `${source.pathname}/`]).toContain(target.pathname);
    if (source.protocol === 'https:') expect(target.origin).toBe(source.origin);
    expect(target.username + target.password).toBe('');
  });
});
