import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { parse } from 'yaml';
import { listingEntry } from '../../scripts/listing.ts';

const PIPE = `
name: Example
image: acme/example:1.2.3
description: Does it.
category: Deployment
repository: https://bitbucket.org/acme/example
vendor: { name: V, website: https://v.example, email: v@v.example }
maintainer: { name: M, website: https://m.example, email: m@m.example }
icon: https://bitbucket.org/acme/example/raw/1.2.3/logo.svg
tags: [a, b]
variables: []
`;
const README = `# Example

\`\`\`yaml
another: snippet
\`\`\`

## YAML Definition

Add the following snippet:

\`\`\`yaml
script:
  - pipe: acme/example:1.2
    variables:
      NAME: '<string>'
      # DEBUG: '<boolean>' # Optional.
\`\`\`
`;

describe('an entry of the directory of pipes', () => {
  test('says what pipe.yml says, under the names and in the order of the directory', () => {
    const entry = parse(listingEntry(PIPE, README)) as Record<string, unknown>;
    expect(Object.keys(entry)).toEqual(
      'name description category logo repositoryPath version vendor maintainer tags yml'.split(' '),
    );
    expect(entry).toMatchObject({
      logo: 'https://bitbucket.org/acme/example/raw/1.2.3/logo.svg',
      repositoryPath: 'acme/example',
      version: '1.2.3',
      vendor: { name: 'V' },
    });
  });

  test("offers README's snippet as a list item", () => {
    expect((parse(listingEntry(PIPE, README)) as { yml: string }).yml).toBe(
      "- pipe: acme/example:1.2\n  variables:\n    NAME: '<string>'\n    # DEBUG: '<boolean>' # Optional.\n",
    );
  });

  test.each(['# Example\n', '## YAML Definition\n\nSoon.\n'])(
    'is not made from a README without a snippet',
    (readme) => {
      expect(() => listingEntry(PIPE, readme)).toThrow('README.md has no code block under "## YAML Definition"');
    },
  );
});

describe('our entry', () => {
  const committed = readFileSync('listing/appsmith-deploy.yml', 'utf8');

  test('is up to date', () => {
    expect(committed).toBe(listingEntry(readFileSync('pipe.yml', 'utf8'), readFileSync('README.md', 'utf8')));
  });

  test('says all that the directory asks for', () => {
    const entry = parse(committed) as Record<string, unknown>;
    expect(Object.values(entry).every((value) => value !== undefined && value !== null && value !== '')).toBe(true);
    expect(entry).toMatchObject({
      category: 'Deployment',
      vendor: { name: 'Appsmith' },
      version: expect.stringMatching(/^\d+\.\d+\.\d+$/),
    });
  });

  test('shows a square logo that is ours to draw: shapes only, nothing loaded from elsewhere', () => {
    const logo = readFileSync('logo.svg', 'utf8');
    const [, width, height] = /viewBox="0 0 (\d+) (\d+)"/.exec(logo) ?? [];
    expect(width).toBe(height);
    expect(logo).not.toMatch(/<(?:image|text|script|foreignObject|use)\b|href=|url\(/);
  });
});
