import type { Outcome, Receipt } from '../deployment/deployment.ts';
import type { Answer } from '../http/body.ts';
import { definedOnly } from '../text/defined-only.ts';
import { printable } from '../text/printable.ts';
import { CLOCK_TOLERANCE_MS, contradictions, type Question } from './contradictions.ts';
import { claimsSuccess, type Envelope, isRecord, isSuccess, readEnvelope } from './envelope.ts';

/** Longest part of the server's own words that is shown, in characters. */
export const MOST_WORDS = 300;

/**
 * Reads the proof of a deployment: HTTP 2xx, a complete JSON object, `responseMeta.success` is true,
 * `responseMeta.status` is 2xx or absent, and nothing contradicts the request.
 * @returns undefined when the answer proves no deployment: explain-answer.ts says why
 */
export function readSuccess(answer: Answer, question: Question): Extract<Outcome, { deployed: true }> | undefined {
  if (answer.end !== 'complete' || !isSuccess(answer.status)) return undefined;
  const envelope = readEnvelope(answer.body);
  if (envelope === undefined || !claimsSuccess(envelope) || contradictions(envelope, answer, question).length > 0)
    return undefined;
  const receipt = readReceipt(envelope);
  return { deployed: true, receipt, warnings: receiptWarnings(receipt, question) };
}

function readReceipt({ data }: Envelope): Receipt {
  const text = (field: string) => {
    const value = isRecord(data) ? data[field] : undefined;
    return typeof value === 'string' && value !== '' ? printable(value, MOST_WORDS) : undefined;
  };
  return definedOnly({
    applicationName: text('applicationName'),
    branch: text('branchName'),
    applicationId: text('applicationId'),
    deployedAt: text('deployedAt'),
    repoUrl: text('repoUrl')?.replace(/\/\/[^@/]*@/, '//'), // without credentials
  });
}

/**
 * Compares a successful deployment with the request. A difference points to a wrong application or server, or to a
 * wrong clock. `applicationId` is not compared: it may be the id of the branch's own copy of the application.
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
