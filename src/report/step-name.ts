import type { Context } from '../input/context.ts';

/**
 * `appsmith-deploy-staging-step-2`: the pipe, its deployment environment, and the parallel step, if any.
 * Letters, digits and hyphens only.
 */
export function stepName({ deploymentEnvironment, parallelStep }: Context): string {
  const parts = ['appsmith-deploy'];
  if (deploymentEnvironment !== undefined) parts.push(slug(deploymentEnvironment));
  if (parallelStep !== undefined) parts.push(`step-${slug(parallelStep)}`);
  return parts.join('-');
}

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

/** 32 bits of FNV-1a: enough to distinguish a few environments, without a library. */
function digest(text: string): string {
  let hash = 0x811c9dc5;
  for (const byte of Buffer.from(text)) hash = Math.imul(hash ^ byte, 0x01000193) >>> 0;
  return hash.toString(16).padStart(8, '0');
}
