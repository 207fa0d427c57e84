import { Resolver } from 'node:dns';
import type { LookupFunction } from 'node:net';

/** Longest time that DNS may take, in ms: one question, asked once. */
const ANSWER_MS = 1_000;

/**
 * Finds a server's IPv4 addresses by asking DNS alone. The system's own search, which also knows /etc/hosts, runs in a thread, and the process cannot end before
 * that one has: ten seconds and more where DNS is silent.
 */
export function dnsLookup(resolver = new Resolver({ timeout: ANSWER_MS, tries: 1 })): LookupFunction {
  return (hostname, { all }, callback) => {
    resolver.resolve4(hostname, (error, addresses = []) => {
      if (all)
        return callback(
          error,
          addresses.map((address) => ({ address, family: 4 })),
        );
      return callback(error, addresses[0] ?? '', 4);
    });
  };
}
