import type { Receipt } from '../deployment/deployment.ts';
import { usersWords } from './failures/users-words.ts';
import type { Question } from './question.ts';

/** A server's clock may differ by this much from ours. */
const CLOCK_TOLERANCE_MS = 5 * 60_000;

/**
 * Compares a success with what was asked. A difference points to a wrong application or instance, or to a stale answer; the deployment is done all the
 * same. `applicationId` may be the id of the branch's own copy of the application, so it tells nothing.
 */
export function receiptWarnings(receipt: Receipt, question: Question): string[] {
  const { branch, repoFullName, askedAt } = question;
  const warnings: string[] = [];
  if (receipt.branch !== undefined && receipt.branch !== branch) {
    const advice = usersWords(['Check APP_ID and BRANCH.'], question).join(' ');
    warnings.push(`Appsmith deployed the branch ${receipt.branch}, not ${branch}. ${advice}`);
  }
  if (receipt.repoUrl !== undefined && repoFullName !== undefined && !isRepository(receipt.repoUrl, repoFullName)) {
    const advice = usersWords(['Check APP_ID and APPSMITH_URL.'], question).join(' ');
    warnings.push(
      `The application is connected to ${receipt.repoUrl}, not to this repository (${repoFullName}). ${advice}`,
    );
  }
  const deployedAt = Date.parse(receipt.deployedAt ?? '');
  if (deployedAt < askedAt.getTime() - CLOCK_TOLERANCE_MS) {
    warnings.push(
      `Appsmith gives ${receipt.deployedAt} as the time of deployment, before this run asked for it: ` +
        'a stale answer, or a wrong clock. Look at the application in Appsmith.',
    );
  }
  return warnings;
}

/** The ssh and https forms of an address name the same repository; letter case does not count on Bitbucket. */
function isRepository(address: string, repoFullName: string): boolean {
  const match = /^(?:[a-z+]+:\/\/)?(?:[^@/]*@)?([^/:]+)(?::\d+)?[/:]\/?(.+)$/i.exec(address.trim());
  if (match === null) return false;
  const [, host = '', path = ''] = match;
  const repository = path.replace(/\/$/, '').replace(/\.git$/i, '');
  return /(^|\.)bitbucket\.org$/i.test(host) && repository.toLowerCase() === repoFullName.toLowerCase();
}
