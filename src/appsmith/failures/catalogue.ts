import type { FailureKind, Retryable } from '../../deployment/failure.ts';

/** What is known of one way to fail. `{app}`, `{branch}`, `{url}`, `{host}`, `{seconds}` and `{proxy}` in an advice stand for those of the deployment. */
export interface CatalogueEntry {
  readonly kind: FailureKind;
  /** What happened, in a few words, without a full stop. */
  readonly title: string;
  /** What to do: first the likeliest remedy. One sentence or two an entry, at most 115 characters with common values: each is a line of the log. */
  readonly advice: readonly string[];
  readonly retryable: Retryable;
  /** The deployment may still be going on in Appsmith. */
  readonly outcomeUnknown?: true;
}

const CD = 'Git Settings > Continuous Delivery';

/**
 * Every known way to fail, by Appsmith's code, by HTTP status where the server gives no code, or by transport code.
 * Data only: explain-answer.ts and transport-failure.ts choose the entry; README and docs/failures.md are generated from it.
 */
export const catalogue = {
  'HTTP-401': {
    kind: 'access',
    title: 'Token not accepted',
    advice: [
      `In Appsmith open the application, then ${CD}, and generate a new token.`,
      'Put it into the secured variable behind BEARER_TOKEN, in this repository or deployment environment.',
      'A token belongs to one application; a newer token ends the older one; the Community edition accepts none.',
    ],
    retryable: 'no',
  },
  'HTTP-403': {
    kind: 'access',
    title: 'Request refused before it reached the application',
    advice: [
      'An access proxy or firewall in front of Appsmith may want a service token: give its headers in EXTRA_HEADERS.',
      'If Appsmith itself refused (its words tell), ask its administrator whether the endpoint is open to pipelines.',
    ],
    retryable: 'no',
  },
  'AE-APP-4007': {
    kind: 'access',
    title: "The server's plan has no Continuous Delivery",
    advice: ['Continuous Delivery needs an Enterprise plan: check Admin Settings > License on {host}.'],
    retryable: 'no',
  },
  'AE-GIT-4031': {
    kind: 'git',
    title: 'Continuous Delivery is off, or the application has no Git',
    advice: [
      `In Appsmith open the application, then ${CD}, and click Finish Setup.`,
      'If that page is missing, connect the application to Git first.',
    ],
    retryable: 'no',
  },
  'AE-ACL-4004': {
    kind: 'target',
    title: 'Application or branch not found, or a token of another application',
    advice: [
      `Compare APP_ID {app} with the endpoint under ${CD}.`,
      'Use the token that was made on the same page: a token belongs to one application.',
      'Check out the branch {branch} in Appsmith once: it must exist inside Appsmith, not only in Bitbucket.',
    ],
    retryable: 'no',
  },
  'AE-APP-4027': {
    kind: 'target',
    title: 'The branch is not known to Appsmith',
    advice: [
      'In Appsmith open the application and check out {branch} once, in the branch list at the bottom.',
      'Check the spelling of {branch} in BRANCH: capital letters count.',
    ],
    retryable: 'no',
  },
  'HTTP-404': {
    kind: 'target',
    title: 'No deploy endpoint at this address',
    advice: [
      `Compare APPSMITH_URL {url} with the endpoint under ${CD}.`,
      'A path prefix in front of /api must be the same.',
      'An Appsmith older than Continuous Delivery has no such endpoint: update it.',
    ],
    retryable: 'no',
  },
  'AE-GIT-5002': {
    kind: 'git',
    title: "Appsmith's Continuous Delivery failed",
    advice: [
      "Read the server's words in the log. In Appsmith open the application on {branch} and pull: it shows the real error.",
      'If that works, run this step again.',
    ],
    retryable: 'few',
  },
  'AE-GIT-5020': {
    kind: 'busy',
    title: 'Git lock in use',
    advice: [
      'Another deployment, or somebody in the editor, uses Git on this application. Run this step again in a few minutes.',
      'If pipelines overlap, give the step a concurrency-group, or raise MAX_ATTEMPTS.',
    ],
    retryable: 'yes',
  },
  'AE-GIT-4044': {
    kind: 'git',
    title: 'A Git command failed in Appsmith',
    advice: [
      'In Appsmith open the application on {branch} and pull by hand: it shows the real error.',
      'If that works, a lock was in the way: run this step again.',
    ],
    retryable: 'no',
  },
  'AE-GIT-4047': {
    kind: 'git',
    title: 'Merge conflict while pulling',
    advice: [
      'In Appsmith open the application on {branch} and discard or commit its local changes, then run this step again.',
      'If it stays, resolve the conflict in Git and merge again.',
    ],
    retryable: 'no',
  },
  'AE-GIT-4046': {
    kind: 'git',
    title: 'Merge conflict while merging',
    advice: ['Resolve the conflict on {branch} in Git, push, then run this step again.'],
    retryable: 'no',
  },
  'AE-GIT-4048': {
    kind: 'git',
    title: 'Upstream changes are pending',
    advice: ['In Appsmith open the application on {branch}, pull, then run this step again.'],
    retryable: 'no',
  },
  'AE-GIT-4036': {
    kind: 'git',
    title: 'The remote branch is ahead',
    advice: ['In Appsmith open the application on {branch}, pull, then run this step again.'],
    retryable: 'no',
  },
  'AE-GIT-4037': {
    kind: 'git',
    title: 'Local changes in Appsmith are in the way',
    advice: ['In Appsmith open the application on {branch}, commit or discard the changes, then run this step again.'],
    retryable: 'no',
  },
  'AE-GIT-4032': {
    kind: 'git',
    title: "Appsmith's SSH key is missing or was rejected",
    advice: [
      'In Appsmith: Git Settings > General, copy the deploy key. In Bitbucket: Repository settings > Access keys, add it.',
    ],
    retryable: 'no',
  },
  'AE-GIT-4040': {
    kind: 'target',
    title: 'A remote branch name was given',
    advice: ['Take origin/ out of BRANCH {branch}: give the name of the branch alone.'],
    retryable: 'no',
  },
  'AE-GIT-4051': {
    kind: 'git',
    title: 'Appsmith cannot find the remote repository',
    advice: [
      'Was the repository moved, renamed or deleted? In Appsmith: Git Settings > General shows the address it uses.',
      'In Bitbucket: Repository settings > Access keys must hold the deploy key of Appsmith.',
    ],
    retryable: 'no',
  },
  'AE-GIT-4043': {
    kind: 'access',
    title: 'Limit of private repositories reached',
    advice: ['Disconnect an application from Git in Appsmith, or upgrade the plan of {host}.'],
    retryable: 'no',
  },
  'AE-GIT-5013': {
    kind: 'server',
    title: 'Appsmith cannot use its file system',
    advice: ['Ask the administrator of {host} to check the free space and permissions of the Git volume.'],
    retryable: 'yes',
  },
  'AE-GIT-5014': {
    kind: 'busy',
    title: 'Git took too long in Appsmith',
    advice: [
      'Run this step again: a second pull is often faster.',
      'If it stays, look at the size of the repository and at the load of {host}.',
    ],
    retryable: 'yes',
  },
  'AE-GIT-5016': {
    kind: 'git',
    title: 'A Git command failed on the remote',
    advice: [
      'Does the branch {branch} still exist in Bitbucket? It may have been deleted by the merge.',
      'In Appsmith open the application and check out a branch that exists; put it into BRANCH.',
    ],
    retryable: 'no',
  },
  'AE-APP-5040': {
    kind: 'busy',
    title: 'Appsmith ran out of time',
    advice: [
      'Run this step again: a second pull is often faster.',
      'If it stays, look at the load of {host} and at the size of the application.',
    ],
    retryable: 'yes',
  },
  'AE-BAD-4000': {
    kind: 'target',
    title: 'Appsmith did not understand the request',
    advice: [`Compare APP_ID and BRANCH with the endpoint in Appsmith under ${CD}.`],
    retryable: 'no',
  },
  'AE-BAD-4002': {
    kind: 'answer',
    title: 'Appsmith refused the version of its client',
    advice: ['A proxy in front of Appsmith adds the header X-Appsmith-Version: have it taken out.'],
    retryable: 'no',
  },
  'AE-JSN-4045': {
    kind: 'git',
    title: 'The repository was written by a newer Appsmith',
    advice: ['Update {host} to at least the version of the Appsmith that committed to {branch}.'],
    retryable: 'no',
  },
  'AE-JSN-4049': {
    kind: 'git',
    title: 'Appsmith could not import the application from Git',
    advice: [
      'Check the last commits on {branch}: was a JSON file edited by hand, or a conflict marker left?',
      'If the application uses packages, deploy those first, then run this step again.',
    ],
    retryable: 'no',
  },
  'AE-ACL-4003': {
    kind: 'access',
    title: 'Access denied',
    advice: [
      `In Appsmith: ${CD}, generate a new token for this application.`,
      'Put it into the secured variable behind BEARER_TOKEN, then run this step again.',
      'If it stays, ask an administrator of {host} for the permissions of the Continuous Delivery bot user.',
    ],
    retryable: 'no',
  },
  'AE-APP-4026': {
    kind: 'access',
    title: 'A permission on the application is missing',
    advice: [
      'Ask an administrator of {host} for the permissions of the Continuous Delivery bot user.',
      'It needs them on the workspace. Then run this step again.',
    ],
    retryable: 'no',
  },
  'AE-ACL-4007': {
    kind: 'access',
    title: 'A permission on the workspace is missing',
    advice: [
      'Ask an administrator of {host} for the permissions of the Continuous Delivery bot user.',
      'It needs them on the workspace. Then run this step again.',
    ],
    retryable: 'no',
  },
  'AE-TMR-4029': {
    kind: 'busy',
    title: 'Too many requests',
    advice: ['Run this step again in a minute. Lower CONCURRENCY if many deployments run at once.'],
    retryable: 'yes',
  },
  'HTTP-429': {
    kind: 'busy',
    title: 'Too many requests',
    advice: ['Run this step again in a minute. Lower CONCURRENCY if many deployments run at once.'],
    retryable: 'yes',
  },
  'AE-APP-4013': {
    kind: 'server',
    title: 'Too large for Appsmith',
    advice: ['Ask the administrator of {host} to raise the size limit, or make the application smaller.'],
    retryable: 'no',
  },
  'HTTP-413': {
    kind: 'server',
    title: 'Too large for the server in front of Appsmith',
    advice: ['Ask the administrator of {host} to raise the size limit of the proxy.'],
    retryable: 'no',
  },
  'AE-APP-5000': {
    kind: 'server',
    title: 'Internal error in Appsmith',
    advice: [
      'Run this step again. If it stays, look for the request id in the log of the Appsmith server.',
      'The published application may be broken: open it. To go back, revert the commit and deploy again.',
    ],
    retryable: 'few',
  },
  'AE-APP-5024': {
    kind: 'busy',
    title: 'Appsmith is starting',
    advice: ['Wait until {url} shows the login page, then run this step again.'],
    retryable: 'yes',
  },
  'AE-APP-4080': {
    kind: 'busy',
    title: 'Appsmith says that it is not healthy',
    advice: ['Ask the administrator of {host}: its database or cache does not answer.'],
    retryable: 'yes',
  },
  'HTTP-405': {
    kind: 'target',
    title: 'This address does not take deployments',
    advice: [
      `Compare APPSMITH_URL {url} with the endpoint under ${CD}.`,
      'The request reached a web page, not the API: a path prefix may be missing, or one too many.',
      'If a proxy in front of Appsmith turns POST away, have POST allowed below /api/.',
    ],
    retryable: 'no',
  },
  'HTTP-408': {
    kind: 'busy',
    title: 'The server gave up waiting',
    advice: ['Run this step again. If it stays, look at the load of {host}.'],
    retryable: 'yes',
  },
  'HTTP-500': {
    kind: 'server',
    title: 'Internal error without a reason',
    advice: ['Run this step again. If it stays, look for the request id in the log of the Appsmith server.'],
    retryable: 'few',
  },
  'HTTP-502': {
    kind: 'busy',
    title: 'Appsmith is down or restarting behind its web server',
    advice: [
      'Wait until {url} shows the login page, then run this step again.',
      'If it stays down, ask the administrator of {host}.',
    ],
    retryable: 'yes',
  },
  'HTTP-503': {
    kind: 'busy',
    title: 'Appsmith is not available',
    advice: [
      'Wait until {url} shows the login page, then run this step again.',
      'If it stays down, ask the administrator of {host}.',
    ],
    retryable: 'yes',
  },
  'HTTP-504': {
    kind: 'network',
    title: 'A gateway gave up waiting for Appsmith',
    advice: [
      'The deployment may have gone on: look at the application in Appsmith.',
      'Have the time limit of the load balancer or proxy in front of {host} raised to 300 s.',
      'Then run this step again.',
    ],
    retryable: 'yes',
    outcomeUnknown: true,
  },
  'HTTP-524': {
    kind: 'network',
    title: 'Cloudflare gave up waiting for Appsmith',
    advice: [
      'The deployment may have gone on: look at the application in Appsmith.',
      'Cloudflare waits about 100 s: let pipelines reach {host} without it, then run this step again.',
    ],
    retryable: 'yes',
    outcomeUnknown: true,
  },
  HTML: {
    kind: 'answer',
    title: "A web page came back instead of Appsmith's answer",
    advice: [
      'A login page comes from an access proxy: give its service token in EXTRA_HEADERS.',
      `Else compare APPSMITH_URL {url} with the endpoint under ${CD}.`,
      'If Appsmith is starting, wait until it shows its own login page, then run this step again.',
    ],
    retryable: 'no',
  },
  UNCONFIRMED: {
    kind: 'answer',
    title: 'The answer does not confirm a deployment',
    advice: [
      'The deployment may have gone on: look at the application in Appsmith, its deployment time tells.',
      `Compare APPSMITH_URL {url} with the endpoint under ${CD}.`,
    ],
    retryable: 'no',
    outcomeUnknown: true,
  },
  UNKNOWN: {
    kind: 'server',
    title: 'Appsmith refused the deployment',
    advice: [
      "Read the server's words in the log. In Appsmith open the application on {branch} and pull and deploy by hand.",
      'If that works, run this step again.',
    ],
    retryable: 'no',
  },
  'TOO-LARGE': {
    kind: 'answer',
    title: 'The answer is larger than any of Appsmith',
    advice: [
      `Compare APPSMITH_URL {url} with the endpoint under ${CD}.`,
      'What answers there may be another server: Appsmith says it in less than 1 MB.',
    ],
    retryable: 'no',
  },
  CUT: {
    kind: 'network',
    title: 'The answer was cut off in the middle',
    advice: [
      'The deployment may have gone on: look at the application in Appsmith, then run this step again.',
      'If it stays, look for a proxy or load balancer in front of {host} that ends long requests.',
    ],
    retryable: 'yes',
    outcomeUnknown: true,
  },
  REDIRECT: {
    kind: 'target',
    title: 'The server sends the request elsewhere',
    advice: [
      'If that place is Appsmith, put it into APPSMITH_URL.',
      'If it is a login page, an access proxy is in front: give its service token in EXTRA_HEADERS.',
      'The redirect is not followed, since the token would go there.',
    ],
    retryable: 'no',
  },
  TIMEOUT: {
    kind: 'network',
    title: 'No complete answer in time',
    advice: [
      'The deployment may still go on in Appsmith: look at the application there.',
      'If pulls take long, raise TIMEOUT (now {seconds} s), then run this step again.',
    ],
    retryable: 'yes',
    outcomeUnknown: true,
  },
  'CONNECT-TIMEOUT': {
    kind: 'network',
    title: 'No connection in time',
    advice: [
      'Allow the IP addresses of Bitbucket Pipelines in the firewall in front of {host}.',
      'A firewall that drops packets looks like this. In a private network use a self-hosted runner, or HTTPS_PROXY.',
      'DNS that does not answer looks like this as well.',
    ],
    retryable: 'yes',
  },
  ENOTFOUND: {
    kind: 'network',
    title: 'The name of the server is not known',
    advice: [
      'Check the spelling of {host} in APPSMITH_URL.',
      'A name of a private network is only known there: use a self-hosted runner, or HTTPS_PROXY.',
    ],
    retryable: 'few',
  },
  EAI_AGAIN: {
    kind: 'network',
    title: 'The name of the server could not be looked up',
    advice: [
      'DNS does not answer on this runner. Run this step again.',
      'On a self-hosted runner check its DNS settings.',
    ],
    retryable: 'yes',
  },
  ECONNREFUSED: {
    kind: 'network',
    title: 'Connection refused',
    advice: [
      'Nothing listens at {url}: check host and port in APPSMITH_URL.',
      'If Appsmith is restarting, run this step again when {url} shows the login page.',
    ],
    retryable: 'yes',
  },
  ECONNRESET: {
    kind: 'network',
    title: 'The connection was cut before an answer came',
    advice: [
      'The deployment may still go on in Appsmith: look at the application there, then run this step again.',
      'If it stays, look for a proxy or load balancer in front of {host} that ends long requests.',
      'If it is cut at once, check scheme and port of APPSMITH_URL {url}.',
    ],
    retryable: 'yes',
    outcomeUnknown: true,
  },
  'CONNECT-RESET': {
    kind: 'network',
    title: 'The connection was cut before the request was sent',
    advice: [
      'It was not sent. Check scheme and port of APPSMITH_URL {url}, then run this step again.',
      'Allow the IP addresses of Bitbucket Pipelines in the firewall in front of {host}.',
    ],
    retryable: 'yes',
  },
  EHOSTUNREACH: {
    kind: 'network',
    title: 'The server cannot be reached from here',
    advice: [
      'Allow the IP addresses of Bitbucket Pipelines in the firewall in front of {host}.',
      'In a private network use a self-hosted runner, or HTTPS_PROXY.',
    ],
    retryable: 'yes',
  },
  PROTOCOL: {
    kind: 'answer',
    title: 'What answered does not speak HTTP as expected',
    advice: ['Check the scheme and the port of APPSMITH_URL {url}: https and http have different ports.'],
    retryable: 'no',
  },
  'TLS-CA': {
    kind: 'tls',
    title: "The server's certificate is from a CA that is not trusted",
    advice: [
      'Give the certificate of your CA in CA_CERTIFICATE (PEM text, base64 of it, or a path in the clone).',
      'If the CA is a public one, have {host} send its whole chain: an intermediate certificate is missing.',
    ],
    retryable: 'no',
  },
  'TLS-EXPIRED': {
    kind: 'tls',
    title: 'A certificate of the server is not valid today',
    advice: [
      'Have the certificate of {host} renewed. If it is new, check the clock of this runner.',
      "If it is an authority's, {host} sends it or CA_CERTIFICATE has it: put the new one there.",
    ],
    retryable: 'no',
  },
  'TLS-UNFIT': {
    kind: 'tls',
    title: "The server's certificate may not be used for this",
    advice: [
      'Have one made for {host} that is for servers, is not revoked, and has a key of 2048 bits or more.',
      'It must come from an authority: the certificate that has signed it must say that it is one.',
    ],
    retryable: 'no',
  },
  'TLS-HOST': {
    kind: 'tls',
    title: "The server's certificate is for another name",
    advice: ['Put the name that the certificate is for into APPSMITH_URL, or have a certificate made for {host}.'],
    retryable: 'no',
  },
  'TLS-CLIENT': {
    kind: 'tls',
    title: 'The server wants a client certificate that it knows',
    advice: ['Give the certificate that {host} asks for in CLIENT_CERTIFICATE, and its key in CLIENT_KEY.'],
    retryable: 'no',
  },
  TLS: {
    kind: 'tls',
    title: 'No secure connection could be made',
    advice: [
      'Check the scheme and the port of APPSMITH_URL {url}: an http port does not speak TLS.',
      'The server must offer TLS 1.2 or newer. For a private CA give its certificate in CA_CERTIFICATE.',
      'If {host} asks for a client certificate, give it in CLIENT_CERTIFICATE, and its key in CLIENT_KEY.',
    ],
    retryable: 'no',
  },
  'PROXY-AUTH': {
    kind: 'proxy',
    title: 'The proxy did not accept the credentials',
    advice: ['Put the right user name and password of the proxy into {proxy}: http://user:password@host:port.'],
    retryable: 'no',
  },
  'PROXY-TLS': {
    kind: 'proxy',
    title: 'No secure connection to the proxy could be made',
    advice: [
      'Check the scheme in {proxy}: most proxies are http://, also for servers with https.',
      'If the proxy does speak TLS, its certificate must be for its name; a private CA goes into CA_CERTIFICATE.',
    ],
    retryable: 'no',
  },
  PROXY: {
    kind: 'proxy',
    title: 'The proxy did not open the way to Appsmith',
    advice: [
      'Check {proxy}, and ask the administrator of the proxy to allow {host}.',
      'If {host} can be reached without it, add it to NO_PROXY.',
    ],
    retryable: 'few',
  },
  NETWORK: {
    kind: 'network',
    title: 'The connection failed',
    advice: ['Run this step again. If it stays, check from the runner whether {url} can be reached.'],
    retryable: 'few',
  },
  INTERRUPTED: {
    kind: 'interrupted',
    title: 'Interrupted',
    advice: [
      'The deployment may still go on in Appsmith: look at the application there before you run this step again.',
    ],
    retryable: 'no',
    outcomeUnknown: true,
  },
} as const satisfies Readonly<Record<string, CatalogueEntry>>;

/** A key of the catalogue; docs/failures.md has a section for each. */
export type FailureKey = keyof typeof catalogue;
