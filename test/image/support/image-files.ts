import { createHash } from 'node:crypto';
import { lstatSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, readlinkSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { command, dockerOutput } from './docker.ts';

/** A file, folder or link of an image. */
export interface ImageFile {
  /** From the image's root: `/usr/bin/node`. A folder ends with a slash. */
  readonly path: string;
  /** Permission bits, set-uid and the like included. */
  readonly mode: number;
  /** `uid:gid` */
  readonly owner: string;
  /** Seconds since 1970. */
  readonly modified: number;
  /** SHA-256 of the contents, or where a link points. Empty for a folder. */
  readonly content: string;
}

/** All that an image is made of, unpacked in a folder that goes when this is disposed of. */
export class UnpackedImage {
  readonly #folder: string;
  readonly #layers: readonly string[];

  private constructor(folder: string, layers: readonly string[]) {
    this.#folder = folder;
    this.#layers = layers;
  }

  /** Unpacks an image as `docker save` writes it. */
  static async of(image: string): Promise<UnpackedImage> {
    const folder = mkdtempSync(join(tmpdir(), 'image-'));
    await dockerOutput('save', '--output', join(folder, 'image.tar'), image);
    await untar(join(folder, 'image.tar'), folder);
    const [manifest] = JSON.parse(readFileSync(join(folder, 'manifest.json'), 'utf8')) as { Layers: string[] }[];
    const layers: string[] = [];
    for (const [index, layer] of (manifest?.Layers ?? []).entries()) {
      const root = join(folder, `layer-${index}`);
      mkdirSync(root);
      await untar(join(folder, layer), root);
      layers.push(root);
    }
    return new UnpackedImage(folder, layers);
  }

  /** The files of all layers, in the order of their paths. */
  files(): ImageFile[] {
    return this.#layers.flatMap((root) => filesBelow(root, '/'));
  }

  /** The bytes of every plain file, one after another. */
  *contents(): Generator<{ readonly path: string; readonly bytes: Buffer }> {
    for (const root of this.#layers) {
      for (const { path, content } of filesBelow(root, '/')) {
        if (content.startsWith('sha256:')) yield { path, bytes: readFileSync(join(root, path)) };
      }
    }
  }

  [Symbol.dispose](): void {
    rmSync(this.#folder, { recursive: true, force: true });
  }
}

/** As root, owners and permission bits are kept as they are in the archive. */
async function untar(archive: string, folder: string): Promise<void> {
  const { exitCode, stderr } = await command('tar', '-xpf', archive, '--numeric-owner', '-C', folder);
  if (exitCode !== 0) throw new Error(`tar ended with ${exitCode}: ${stderr}`);
}

function filesBelow(root: string, folder: string): ImageFile[] {
  return readdirSync(join(root, folder))
    .sort()
    .flatMap((name) => {
      const path = `${folder}${name}`;
      const stat = lstatSync(join(root, path));
      const shared = { mode: stat.mode & 0o7777, owner: `${stat.uid}:${stat.gid}`, modified: stat.mtimeMs / 1000 };
      if (stat.isDirectory()) return [{ path: `${path}/`, ...shared, content: '' }, ...filesBelow(root, `${path}/`)];
      if (stat.isSymbolicLink()) return [{ path, ...shared, content: readlinkSync(join(root, path)) }];
      return [
        {
          path,
          ...shared,
          content: `sha256:${createHash('sha256')
            .update(readFileSync(join(root, path)))
            .digest('hex')}`,
        },
      ];
    });
}
