/** Why a deployment failed: all that a success does without. */

export { explainAnswer } from './explain-answer.ts';
export { diagnose } from './failure.ts';
export { explainTransport } from './transport-failure.ts';
