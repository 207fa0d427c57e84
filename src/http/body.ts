import type { Readable } from 'node:stream';

/** What was received over HTTP. */
export interface Answer {
  readonly status: number;
  /** Lower-case names; each field as often as it comes. */
  readonly headers: Readonly<Record<string, readonly string[] | undefined>>;
  /** At most the size limit, decompressed. */
  readonly body: Buffer;
  /**
   * `cut`: the connection ended in the middle. `too-large`: the rest was not read.
   * `undecodable`: its encoding is unknown, or the body is not valid in it.
   */
  readonly end: 'complete' | 'cut' | 'too-large' | 'undecodable';
}

/** No answer of Appsmith comes near this size, in bytes, compressed or not. */
export const BODY_LIMIT = 1024 * 1024;

/**
 * Reads a body up to the limit, and decompresses it. Call it before the stream emits anything: earlier chunks and
 * errors are lost.
 * @param isStopped whether the pipe itself has ended the request: then an error is thrown, not a cut body returned
 */
export function readBody(
  stream: Readable,
  encoding: string | undefined,
  isStopped: () => boolean,
): Promise<Pick<Answer, 'body' | 'end'>> {
  const chunks: Buffer[] = [];
  let size = 0;
  return new Promise((resolve, reject) => {
    const settle = (end: Answer['end']) =>
      resolve(decompress(Buffer.concat(chunks, Math.min(size, BODY_LIMIT)), encoding, end));
    stream.on('data', (chunk: Buffer) => {
      chunks.push(chunk);
      size += chunk.length;
      if (size <= BODY_LIMIT) return;
      settle('too-large');
      stream.destroy();
    });
    stream.once('end', () => settle('complete'));
    stream.once('error', (error) => (isStopped() ? reject(error) : settle('cut')));
  });
}

/** The client does not ask for compression, but some gateways compress anyway. */
async function decompress(
  body: Buffer,
  encoding: string | undefined,
  end: Answer['end'],
): Promise<Pick<Answer, 'body' | 'end'>> {
  const name = encoding?.trim().toLowerCase() ?? 'identity';
  if (name === 'identity' || body.length === 0) return { body, end };
  const { brotliDecompressSync, gunzipSync, inflateSync } = await import('node:zlib');
  const decoders = { gzip: gunzipSync, 'x-gzip': gunzipSync, deflate: inflateSync, br: brotliDecompressSync };
  const decoder = new Map(Object.entries(decoders)).get(name);
  try {
    if (decoder === undefined) throw new Error('an unknown encoding');
    return { body: decoder(body, { maxOutputLength: BODY_LIMIT }), end };
  } catch (error) {
    const body = Buffer.alloc(0);
    if ((error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE') return { body, end: 'too-large' };
    return { body, end: end === 'complete' ? 'undecodable' : end };
  }
}
