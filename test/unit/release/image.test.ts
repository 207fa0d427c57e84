import { describe, expect, test } from '@jest/globals';
import { inFull, targetOf } from '../../../scripts/release/image.ts';

test.each([
  [{}, 'docker.io', 'docker.io/yourorg/appsmith-deploy'],
  [{ REGISTRY: '', IMAGE_NAME: '' }, 'docker.io', 'docker.io/yourorg/appsmith-deploy'],
  [{ IMAGE_NAME: 'acme/pipe' }, 'docker.io', 'docker.io/acme/pipe'],
  [{ REGISTRY: 'localhost:5000', IMAGE_NAME: 'pipe' }, 'localhost:5000', 'localhost:5000/pipe'],
])('%j is pushed to %s', (variables, registry, image) => {
  expect(targetOf(variables)).toEqual({ registry, image });
});

describe('an image as pipe.yml may name it', () => {
  test.each([
    ['yourorg/appsmith-deploy:1.2.0', 'docker.io/yourorg/appsmith-deploy:1.2.0'],
    ['docker.io/yourorg/appsmith-deploy:1.2.0', 'docker.io/yourorg/appsmith-deploy:1.2.0'],
    ['yourorg/appsmith-deploy:1.2.0@sha256:12ab', 'docker.io/yourorg/appsmith-deploy:1.2.0'],
    ['registry.example/a/b:1.2.0', 'registry.example/a/b:1.2.0'],
    ['localhost:5000/a/b:1.2.0', 'localhost:5000/a/b:1.2.0'],
    ['localhost/a:1.2.0', 'localhost/a:1.2.0'],
    ['pipe:1.2.0', 'docker.io/pipe:1.2.0'],
  ])('%s is %s', (image, full) => {
    expect(inFull(image)).toBe(full);
  });
});
