/** A test takes so much longer than without a mutant that it will hardly end. */
export class Hanging extends Error {
  override readonly name = 'Hanging';
}

/** Calls a test; as in Jest it fails, too, when it takes too long or when an error is thrown that nobody catches. */
export async function attempt(test: () => Promise<void>, limitMs: number): Promise<void> {
  const { promise, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => reject(new Hanging(`No end after ${limitMs} ms.`)), limitMs);
  process.on('uncaughtException', reject);
  try {
    await Promise.race([test(), promise]);
  } finally {
    clearTimeout(timer);
    process.off('uncaughtException', reject);
  }
}
