import type { Receipt } from '../deployment/deployment.ts';
import { CLOCK_TOLERANCE_MS } from './contradictions.ts';
import type { Question } from './question.ts';

/**
 * Compares a success with what was asked. A difference points to a wrong application or instance, or to a wrong clock;
 * the deployment is done all the same. `applicationId` may be the id of the branch's own copy of the application, so it
 * means nothing.
 */
export function receiptWarnings(receipt: Receipt, question: Question): string[] {
  const { repoFullName, askedAt, names } = question;
  const warnings: string[] = [];
  if (receipt.repoUrl !== undefined && repoFullName !== undefined && !isRepository(receipt.repoUrl, repoFullName)) {
    const parts = [...new Set([names.app, names.url])].join(' and ');
    warnings.push(
      `The application is connected to ${receipt.repoUrl}, not to this repository (${repoFullName}). Check ${parts}.`,
    );
  }
  const deployedAt = Date.parse(receipt.deployedAt ?? '');
  if (deployedAt < askedAt.getTime() - CLOCK_TOLERANCE_MS) {
    warnings.push(
      `Appsmith returned ${receipt.deployedAt} as the time of deployment, which is before this run asked for it: ` +
        "the server's clock, or this runner's, may be wrong. Check the application in Appsmith.",
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
