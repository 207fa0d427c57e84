import { readFileSync } from 'node:fs';
import { DockerfileParser } from 'dockerfile-ast';

/** Node's flags between the two paths of the image's ENTRYPOINT: users have the pipe started with these. */
export function entrypointFlags(dockerfile = readFileSync('Dockerfile', 'utf8')): string[] {
  const entrypoint = DockerfileParser.parse(dockerfile).getENTRYPOINTs().at(-1)?.getArgumentsContent() ?? '[]';
  return (JSON.parse(entrypoint) as string[]).slice(1, -1);
}
