import type { Deployment } from '../deployment/deployment.ts';

/** What was asked, to compare the answer with. */
export interface Question extends Pick<Deployment, 'branch' | 'url' | 'names'> {
  /** `workspace/repository` of the pipeline; absent where it need not be the application's. */
  readonly repoFullName?: string;
  /** Wall clock when the request was sent. */
  readonly askedAt: Date;
  readonly requestId?: string;
  /** Where the answer comes from, if a redirect has led elsewhere than was asked. */
  readonly address?: string;
  /** What the user calls the proxy for http that the request has gone through: it may have answered itself. */
  readonly httpProxy?: string;
}
