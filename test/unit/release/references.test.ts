import { describe, expect, test } from '@jest/globals';
import { referencesIn, staleReferences, withReferencesTo } from '../../../scripts/release/references.ts';

describe('references to the pipe by version', () => {
  test.each([
    ['- pipe: yourorg/appsmith-deploy:1.0', ['1.0']],
    ['image: yourorg/appsmith-deploy:1.0.0', ['1.0.0']],
    ['docker run docker.io/yourorg/appsmith-deploy:1', ['1']],
    ['https://bitbucket.org/yourorg/appsmith-deploy/src/1.0.0/docs/failures.md#AE-GIT-5020', ['1.0.0']],
    ['https://bitbucket.org/yourorg/appsmith-deploy/src/main/README.md', []],
    ['icon: https://bitbucket.org/yourorg/appsmith-deploy/raw/1.0.0/logo.svg', ['1.0.0']],
    ['Use appsmith-deploy:1.0. Then `appsmith-deploy:1.0.0`, or (appsmith-deploy:1)', ['1.0', '1.0.0', '1']],
    ['INFO: appsmith-deploy 1.0.0: deploying application', ['1.0.0']],
    ['appsmith-deploy 1 of 2', []],
    ['User-Agent: appsmith-deploy/1.0.0', []],
    ['appsmith-deploy:latest appsmith-deploy:$VERSION appsmith-deploy:1.0.0-amd64 appsmith-deploy:1.2.3.4', []],
    ['other-pipe:1.0', []],
  ])('in %p are %p', (text, versions) => {
    expect(referencesIn(text).map(({ version }) => version)).toEqual(versions);
  });

  test('keep their length when they change', () => {
    const text = 'yourorg/appsmith-deploy:1.0 yourorg/appsmith-deploy:1.0.0 yourorg/appsmith-deploy:1 other:1.0';
    expect(withReferencesTo('2.3.4', text)).toBe(
      'yourorg/appsmith-deploy:2.3 yourorg/appsmith-deploy:2.3.4 yourorg/appsmith-deploy:2 other:1.0',
    );
  });

  test('are stale when they name another version, and say on which line', () => {
    const text = 'appsmith-deploy:1.2\nappsmith-deploy:1.1\n\nappsmith-deploy:1.2.1 appsmith-deploy:1';
    expect(staleReferences('1.2.0', text)).toEqual([
      { version: '1.1', line: 2 },
      { version: '1.2.1', line: 4 },
    ]);
  });
});
