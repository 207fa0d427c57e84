const DOCKER_HUB = 'docker.io';

/** Where a release is pushed to. */
export interface Target {
  /** The host, with a port where it has one. */
  readonly registry: string;
  /** The image without its tag, with the registry: `docker.io/yourorg/appsmith-deploy`. */
  readonly image: string;
}

/** The target that the pipeline's variables REGISTRY and IMAGE_NAME name. Empty is not set. */
export function targetOf(variables: Readonly<Record<string, string | undefined>>): Target {
  const registry = variables['REGISTRY'] || DOCKER_HUB;
  return { registry, image: `${registry}/${variables['IMAGE_NAME'] || 'yourorg/appsmith-deploy'}` };
}

/**
 * An image as pipe.yml may name it, in full: with its registry, and without a digest.
 * @example inFull('yourorg/appsmith-deploy:1.2.0@sha256:…') // 'docker.io/yourorg/appsmith-deploy:1.2.0'
 */
export function inFull(image: string): string {
  const [tagged = ''] = image.split('@');
  const [first = ''] = tagged.split('/');
  return /[.:]|^localhost$/.test(first) && tagged.includes('/') ? tagged : `${DOCKER_HUB}/${tagged}`;
}
