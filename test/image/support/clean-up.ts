import { docker, IMAGE, REBUILT_IMAGE } from './docker.ts';

/** After all tests: the names go, the build's cache stays, so that the next build is quick. */
export default async function cleanUp(): Promise<void> {
  await docker('image', 'rm', IMAGE, REBUILT_IMAGE);
}
