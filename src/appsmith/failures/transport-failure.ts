import type { Failure } from '../../deployment/failure.ts';
import type { TransportError } from '../../http/network-error.ts';
import { definedOnly } from '../../text/defined-only.ts';
import { catalogue } from './catalogue.ts';
import { LOOK_AT_PROXY } from './explain-gateway.ts';
import { type Details, failureOf } from './failure.ts';
import { outcomeOf } from './outcome.ts';
import { transportCause } from './transport-cause.ts';
import { transportDetail } from './transport-detail.ts';

/** Explains a request that got no answer. */
export function explainTransport(error: TransportError, ids: Details = {}): Failure {
  const { proxy, sent } = error;
  const { key, ...cause } = transportCause(error);
  const refused = key.startsWith('TLS-') || catalogue[key].kind === 'proxy';
  const outcome = outcomeOf(refused ? { kind: 'no-connection' } : { kind: 'no-answer', sent });
  const facts = { proxy: proxy ?? 'HTTPS_PROXY' };
  const detail = definedOnly({ detail: transportDetail(error) });
  const failure = failureOf(key, outcome, { ...detail, facts, ...ids, ...cause });
  if (proxy === undefined || (failure.kind !== 'network' && failure.kind !== 'answer')) return failure;
  return { ...failure, advice: [...failure.advice, LOOK_AT_PROXY] };
}
