import { command } from './docker.ts';

/** The bytes of `docker save | gzip -6`: about what a pull transfers. */
export async function compressedBytes(image: string): Promise<number> {
  const { stdout, stderr } = await command('sh', '-c', 'docker save "$0" | gzip -6 | wc -c', image);
  if (stderr !== '') throw new Error(`The size of ${image} can't be told: ${stderr}`);
  return Number(stdout);
}
