import { createRequire } from 'node:module';
import { jest } from '@jest/globals';

const fs = createRequire(import.meta.url)('node:fs') as typeof import('node:fs');

/**
 * Takes what is written to stdout and stderr by file descriptor, until `jest.restoreAllMocks()`.
 * @param take gets the bytes of one write; returns how many of them it took, or throws as the system does
 */
export function takeWrites(take: (fd: 1 | 2, bytes: Buffer) => number): void {
  const { writeSync } = fs;
  const replacement = (fd: number, bytes: Buffer, ...others: never[]) =>
    fd === 1 || fd === 2 ? take(fd, bytes) : writeSync(fd, bytes, ...others);
  jest.spyOn(fs, 'writeSync').mockImplementation(replacement as typeof writeSync);
}
