import { ERRORS } from '../../src/repository/errors.ts';
import type { Rule } from '../../src/repository/rule.ts';
import { WARNINGS } from '../../src/repository/warnings.ts';
import { withSection } from './section.ts';

/** docs/repository-check.md with its tables of rules brought up to date with the source. */
export function repositoryDocument(page: string): string {
  return withSection(withSection(page, 'errors', table(ERRORS)), 'warnings', table(WARNINGS));
}

function table(rules: readonly Rule[]): string {
  const rows = rules.map(({ title, effect, advice }) => `| ${title}. | ${effect} | ${advice} |`);
  return ['| What is found | What Appsmith does | What to do |', '| --- | --- | --- |', ...rows].join('\n');
}
