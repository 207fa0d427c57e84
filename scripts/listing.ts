import { parse, stringify } from 'yaml';

interface Company {
  readonly name: string;
  readonly website: string;
  readonly email: string;
}

/** The keys of pipe.yml that the directory of pipes shows. */
interface PipeManifest {
  readonly name: string;
  readonly image: string;
  readonly description: string;
  readonly category: string;
  readonly repository: string;
  readonly vendor: Company;
  readonly maintainer: Company;
  readonly icon: string;
  readonly tags: readonly string[];
}

const SNIPPET_HEADING = '## YAML Definition\n';
const FENCE = '```';

/**
 * The pipe's entry in Bitbucket's directory of pipes, as YAML: from pipe.yml, and the snippet from README's section
 * "YAML Definition".
 * @throws Error when README has no such snippet.
 */
export function listingEntry(pipeYml: string, readme: string): string {
  const pipe = parse(pipeYml) as PipeManifest;
  const entry = {
    name: pipe.name,
    description: pipe.description,
    category: pipe.category,
    logo: pipe.icon,
    repositoryPath: new URL(pipe.repository).pathname.slice(1),
    version: pipe.image.slice(pipe.image.lastIndexOf(':') + 1),
    vendor: pipe.vendor,
    maintainer: pipe.maintainer,
    tags: pipe.tags,
    yml: snippet(readme),
  };
  return stringify(entry, { blockQuote: 'literal', lineWidth: 0 });
}

/** What the directory offers to copy: the list item, without the `script:` above it. */
function snippet(readme: string): string {
  const section = readme.indexOf(SNIPPET_HEADING);
  const [, block] = section < 0 ? [] : readme.slice(section).split(FENCE);
  if (block === undefined)
    throw new Error('README.md has no code block under "## YAML Definition": the listing is made from it.');
  const lines = block
    .split('\n')
    .slice(1)
    .filter((line) => line.trim() !== '' && line.trim() !== 'script:');
  const indent = lines[0]?.search(/\S/) ?? 0;
  return `${lines.map((line) => line.slice(indent)).join('\n')}\n`;
}
