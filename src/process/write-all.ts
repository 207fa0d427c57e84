import fs from 'node:fs';

const [STDOUT, STDERR] = [1, 2];

/**
 * Writes text to stdout, all of it, before it returns: the last lines are never lost, whatever ends the process next.
 * What stdout does not take (closed, or its disk is full) goes to stderr.
 */
export function writeAll(text: string): void {
  const left = unwritten(STDOUT, Buffer.from(text));
  if (left.length > 0) unwritten(STDERR, left); // where neither can be written, the exit code still says how it ended
}

function unwritten(fd: number, bytes: Buffer): Buffer {
  let left = bytes;
  while (left.length > 0) {
    try {
      left = left.subarray(fs.writeSync(fd, left));
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EAGAIN') return left;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 5); // the reader is slow: give it a moment
    }
  }
  return left;
}
