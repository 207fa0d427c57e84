import { buildImage, docker, engineProblem } from '../../test/image/support/docker.ts';

/** Images that were built to be measured; their names go with this, the build's cache stays. */
export interface Images extends AsyncDisposable {
  readonly pipe: string;
  readonly plain: string;
}

/** Undefined where there is no container engine, or it can't build. */
export async function buildImages(): Promise<Images | undefined> {
  const images = { pipe: 'appsmith-deploy:bench', plain: 'appsmith-deploy:bench-plain' };
  try {
    const problem = await engineProblem();
    if (problem !== undefined) throw new Error(`no container engine answers (${problem})`);
    console.error('Building the images');
    await buildImage(images.pipe);
    await buildImage(images.plain, '--file', 'scripts/bench/plain.Dockerfile');
  } catch (error) {
    console.error(`Without containers: ${(error as Error).message}`);
    return undefined;
  }
  return {
    ...images,
    [Symbol.asyncDispose]: async () => void (await docker('image', 'rm', images.pipe, images.plain)),
  };
}
