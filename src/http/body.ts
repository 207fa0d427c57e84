import type { Readable } from 'node:stream';

/** What came back over HTTP, before anyone has judged it. */
export interface Answer {
  readonly status: number;
  /** Lower-case names; each field as often as it comes. */
  readonly headers: Readonly<Record<string, readonly string[] | undefined>>;
  /** At most the size limit, decompressed. */
  readonly body: Buffer;
  /**
   * `cut`: the connection ended in the middle. `too-large`: the rest was not read.
   * `undecodable`: it is in an encoding that the pipe does not know, or is not what that encoding makes.
   */
  readonly end: 'complete' | 'cut' | 'too-large' | 'undecodable';
}

/** No answer of Appsmith comes near this size, in bytes, compressed or not. */
export const BODY_LIMIT = 1024 * 1024;

/**
 * Reads a body up to the limit, decompressed; what is longer is not read, so that no answer fills the memory. To be
 * called before the stream gives anything: a chunk or an error that came earlier is not seen.
 * @param stopped a body that the pipe itself has cut short is no answer: the error is thrown on
 */
export function readBody(
  stream: Readable,
  encoding: string | undefined,
  stopped: () => boolean,
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
    stream.once('error', (error) => (stopped() ? reject(error) : settle('cut')));
  });
}

/** The client asks for no compression; some gateways compress all the same. */
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
    const tooLarge = (error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE';
    const why = end === 'complete' ? 'undecodable' : end;
    return { body: Buffer.alloc(0), end: tooLarge ? 'too-large' : why };
  }
}
