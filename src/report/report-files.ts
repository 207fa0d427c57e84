import type { Context } from '../input/context.ts';

/** Name of a report in the folder of the user's choice: one step has one. */
export function reportFileName(extension: 'xml' | 'html' | 'json' | 'env'): string {
  return `appsmith-deploy.${extension}`;
}

/** Name of the JSON report in Bitbucket's storage folder, which all steps of the pipeline share. */
export function storedFileName(context: Context): string {
  return `${stepName(context)}.json`;
}

/**
 * The pipe and, with a deployment environment or in a parallel step, which: `appsmith-deploy`,
 * `appsmith-deploy-staging`, `appsmith-deploy-staging-step-2`. Other steps of one pipeline share the name. Letters,
 * digits and hyphens only.
 */
export function stepName({ deploymentEnvironment, parallelStep }: Context): string {
  const parts = ['appsmith-deploy'];
  if (deploymentEnvironment !== undefined) parts.push(slug(deploymentEnvironment));
  if (parallelStep !== undefined) parts.push(`step-${slug(parallelStep)}`);
  return parts.join('-');
}

/** Longest part of a name that comes from outside. */
const LIMIT = 60;

/** Text that had to be changed gets a digest of the original, so that two environments never share a file. */
function slug(text: string): string {
  const plain = text
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter(Boolean)
    .join('-')
    .slice(0, LIMIT);
  return plain === text ? plain : `${plain}-${digest(text)}`;
}

/** 32 bits of FNV-1a: enough to distinguish a few environments, without loading a library. */
function digest(text: string): string {
  let hash = 0x811c9dc5;
  for (const byte of Buffer.from(text)) hash = Math.imul(hash ^ byte, 0x01000193) >>> 0;
  return hash.toString(16).padStart(8, '0');
}
