const DOCKER_HUB = 'docker.io';

/** Where the image of a release goes, as pipe.yml names it. */
export interface Target {
  /** The host, with a port where it has one. */
  readonly registry: string;
  /** The image without its tag, with the registry: `docker.io/yourorg/appsmith-deploy`. */
  readonly image: string;
  /** Empty where pipe.yml names none. */
  readonly tag: string;
}

/**
 * An image as pipe.yml may name it, in parts. A digest is left out.
 * @example targetOf('yourorg/appsmith-deploy:1.2.0') // registry docker.io, image docker.io/yourorg/appsmith-deploy,
 * tag 1.2.0
 */
export function targetOf(named: string): Target {
  const [tagged = ''] = named.split('@');
  const [, name = '', tag = ''] = /^(.+?)(?::([^:/]*))?$/.exec(tagged) ?? [];
  const [first = ''] = name.split('/');
  const hasRegistry = /[.:]|^localhost$/.test(first) && name.includes('/');
  return hasRegistry
    ? { registry: first, image: name, tag }
    : { registry: DOCKER_HUB, image: `${DOCKER_HUB}/${name}`, tag };
}
