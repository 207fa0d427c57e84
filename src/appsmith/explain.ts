/** Why a deployment failed: all that a success does without. */
export { diagnose } from './diagnose.ts';
export { explainAnswer } from './explain-answer.ts';
export { explainTransport, isCertificateCode } from './transport-failure.ts';
