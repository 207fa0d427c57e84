import { expect, test } from '@jest/globals';
import { targetOf } from '../../../scripts/release/image.ts';

test.each([
  ['yourorg/appsmith-deploy:1.2.0', 'docker.io', 'docker.io/yourorg/appsmith-deploy', '1.2.0'],
  ['docker.io/yourorg/appsmith-deploy:1.2.0', 'docker.io', 'docker.io/yourorg/appsmith-deploy', '1.2.0'],
  ['yourorg/appsmith-deploy:1.2.0@sha256:12ab', 'docker.io', 'docker.io/yourorg/appsmith-deploy', '1.2.0'],
  ['registry.example/a/b:1.2.0', 'registry.example', 'registry.example/a/b', '1.2.0'],
  ['localhost:5000/a/b:1.2.0', 'localhost:5000', 'localhost:5000/a/b', '1.2.0'],
  ['localhost:5000/a/b', 'localhost:5000', 'localhost:5000/a/b', ''],
  ['localhost/a:1.2.0', 'localhost', 'localhost/a', '1.2.0'],
  ['pipe:1.2.0', 'docker.io', 'docker.io/pipe', '1.2.0'],
  ['pipe', 'docker.io', 'docker.io/pipe', ''],
])('%s is in %s', (named, registry, image, tag) => {
  expect(targetOf(named)).toEqual({ registry, image, tag });
});
