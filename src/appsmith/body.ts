import type { Readable } from 'node:stream';
import type { Answer } from './answer.ts';

/** No answer of Appsmith comes near this size, in bytes, compressed or not. */
export const BODY_LIMIT = 1024 * 1024;

/**
 * Reads a body up to the limit, decompressed; what is longer is not read, so that no answer fills the memory.
 * @param stopped a body that the pipe itself has cut short is no answer: the error is thrown on
 */
export async function readBody(
  stream: Readable,
  encoding: string | undefined,
  stopped: () => boolean,
): Promise<Pick<Answer, 'body' | 'end'>> {
  const chunks: Buffer[] = [];
  let size = 0;
  try {
    for await (const chunk of stream as AsyncIterable<Buffer>) {
      chunks.push(chunk);
      size += chunk.length;
      if (size > BODY_LIMIT) return decompress(Buffer.concat(chunks).subarray(0, BODY_LIMIT), encoding, 'too-large');
    }
  } catch (error) {
    if (stopped()) throw error;
    return decompress(Buffer.concat(chunks), encoding, 'cut');
  }
  return decompress(Buffer.concat(chunks), encoding, 'complete');
}

/** The client asks for no compression; some gateways compress all the same. */
async function decompress(
  body: Buffer,
  encoding: string | undefined,
  end: Answer['end'],
): Promise<Pick<Answer, 'body' | 'end'>> {
  if (encoding === undefined || body.length === 0) return { body, end };
  const { brotliDecompressSync, gunzipSync, inflateSync } = await import('node:zlib');
  const decoders = { gzip: gunzipSync, 'x-gzip': gunzipSync, deflate: inflateSync, br: brotliDecompressSync };
  const decoder = new Map(Object.entries(decoders)).get(encoding.trim().toLowerCase());
  if (decoder === undefined) return { body, end };
  try {
    return { body: decoder(body, { maxOutputLength: BODY_LIMIT }), end };
  } catch (error) {
    const tooLarge = (error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE' || end === 'too-large';
    return { body: Buffer.alloc(0), end: tooLarge ? 'too-large' : 'cut' };
  }
}
