import type { Deployment } from '../deployment/deployment.ts';

/** What tells deployments apart, under the names that stand for it in advice for several. */
export const FACTS = ['app', 'branch', 'url', 'host'] as const;
export type Fact = (typeof FACTS)[number];

/** A fact of a deployment as advice has it. */
export function factOf(deployment: Deployment, fact: Fact): string {
  return fact === 'host' ? new URL(deployment.url).host : deployment[fact];
}

/**
 * Puts names for a deployment's own facts into lines that were written for it: `Check out main.` becomes `Check out <branch>.` Lines that come out alike
 * for several deployments are true for each of them, since each has its own fact in that place.
 * @param replaced the facts that are replaced; where a word is another one first, it stays
 */
export function withStandIns(
  lines: readonly string[],
  deployment: Deployment,
  replaced: readonly Fact[] = FACTS,
): string[] {
  const facts = FACTS.map((fact) => ({ fact, value: factOf(deployment, fact) }));
  const standIn = (word: string) => {
    const found = facts.find(({ value }) => isValue(word, value));
    return found !== undefined && replaced.includes(found.fact)
      ? word.replace(found.value, () => `<${found.fact}>`)
      : word;
  };
  return lines.map((line) => line.split(' ').map(standIn).join(' '));
}

/** True when a word is the value, but for signs around it. */
function isValue(word: string, value: string): boolean {
  const at = word.indexOf(value);
  return at >= 0 && !/[\p{L}\p{N}]/u.test(word.slice(0, at) + word.slice(at + value.length));
}
