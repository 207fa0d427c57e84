import type { FailureKind, Retryable } from '../../deployment/failure.ts';

/**
 * What is known of one way to fail. `{app}`, `{branch}`, `{url}`, `{host}` and `{seconds}` in an advice are replaced by
 * those of the deployment, `{APP_ID}`, `{BRANCH}`, `{APPSMITH_URL}`, `{BEARER_TOKEN}` and `{TIMEOUT}` for what the user
 * calls them, `{proxy}` for the variable of the proxy.
 */
export interface CatalogueEntry {
  readonly kind: FailureKind;
  /** What happened, in a few words, without a full stop. */
  readonly title: string;
  /**
   * What to do: first the likeliest remedy. One sentence or two an entry, at most 115 characters with common values:
   * each is a line of the log.
   */
  readonly advice: readonly string[];
  readonly retryable: Retryable;
  /** Somebody may hold Appsmith's Git lock. */
  readonly longWait?: true;
  /** It leaves open whether the server is an Appsmith, and up. */
  readonly ambiguous?: true;
}

const CD = 'Git Settings > Continuous Delivery';
const REDEPLOY = 'If the published application is broken: Redeploy in its Deploy menu, then revert the commit in Git.';
const BOT_USER = 'Ask an administrator of {host} for workspace permissions of the Continuous Delivery bot user.';
const ADDRESS = 'Check {url} in {APPSMITH_URL}: is it where people open Appsmith, path prefix included?';
const ITS_ADMINISTRATOR =
  'Ask the administrator of the gateway in front of {host}, and give them what is quoted above.';
const WAIT_UNTIL_UP = 'Wait until {url} shows the login page, then run this step again.';
const LONG_REQUESTS = 'If it persists, look for a proxy or load balancer in front of {host} that ends long requests.';

/**
 * Every known way to fail, by Appsmith's code, by HTTP status where the server gives no code, or by transport code.
 * Data only: explain-answer.ts, explain-gateway.ts and transport-failure.ts choose the entry, outcome.ts says how
 * certain it is; README and docs/failures.md are generated from it.
 */
export const catalogue = {
  'HTTP-401': {
    kind: 'access',
    title: 'Token not accepted',
    advice: [
      `In Appsmith open the application, then ${CD}, and generate a new token.`,
      'Put it into the secured variable behind {BEARER_TOKEN}, in this repository or deployment environment.',
      'A token belongs to one application. It ends when a newer one is made, or the server is restored from a backup.',
      'The Community edition accepts no token.',
    ],
    retryable: 'no',
    ambiguous: true,
  },
  'AE-APP-4007': {
    kind: 'access',
    title: "The server's plan has no Continuous Delivery",
    advice: ['Continuous Delivery needs an Enterprise plan: check Admin Settings > License on {host}.'],
    retryable: 'no',
  },
  'AE-APP-4054': {
    kind: 'access',
    title: "Appsmith's licence does not allow it",
    advice: ['Check Admin Settings > License on {host}: is it valid, and does it include Continuous Delivery?'],
    retryable: 'no',
  },
  'AE-GIT-4031': {
    kind: 'git',
    title: 'Continuous Delivery is off, or the application has no Git',
    advice: [
      `In Appsmith open the application, then ${CD}, and click Finish Setup.`,
      'If that page is missing, connect the application to Git first.',
      "Compare {APP_ID} with the endpoint shown there: the id of a branch's own copy does not work.",
    ],
    retryable: 'no',
  },
  'AE-ACL-4004': {
    kind: 'target',
    title: 'Application or branch not found, or a token of another application',
    advice: [
      `Compare {app} in {APP_ID} with the endpoint under ${CD}.`,
      'Use the token that was made on the same page: a token belongs to one application.',
      'Check out {branch} in Appsmith once: the branch must exist inside Appsmith. Give it without origin/.',
    ],
    retryable: 'no',
    ambiguous: true,
  },
  'AE-APP-4027': {
    kind: 'target',
    title: 'The branch is not known to Appsmith',
    advice: [
      'In Appsmith open the application and check out {branch} once, in the branch list at the bottom.',
      'Check the spelling of {branch} in {BRANCH}: it is case-sensitive, and does not include origin/.',
    ],
    retryable: 'no',
    ambiguous: true,
  },
  'AE-GIT-5002': {
    kind: 'git',
    title: 'Packages that the application uses are missing, so Appsmith stopped',
    advice: [
      'In Appsmith import each package that the application uses into its workspace, and publish it. Run this step again.',
      `If it persists, generate a new token under ${CD}: older ones lack a permission.`,
      'The published application is still the one of the last deployment.',
    ],
    retryable: 'no',
  },
  'AE-GIT-5020': {
    kind: 'busy',
    title: 'Git lock in use',
    advice: [
      'Another deployment, or somebody in the editor, uses Git on this application. Run this step again in a few minutes.',
      'If pipelines overlap, give the step a concurrency-group, or raise MAX_ATTEMPTS.',
      'If it lasts for hours, have the administrator of {host} restart Appsmith, or clear its Redis lock.',
    ],
    retryable: 'yes',
    longWait: true,
  },
  'AE-GIT-4044': {
    kind: 'git',
    title: 'A Git command failed in Appsmith',
    advice: [
      'Appsmith gives these words whatever the cause: a conflict, the access key, the network, the disk, the database.',
      'In Appsmith open the application on {branch} and pull: that shows the real error. If it works, run this step again.',
      REDEPLOY,
    ],
    retryable: 'few',
  },
  'AE-GIT-4047': {
    kind: 'git',
    title: 'Merge conflict while pulling',
    advice: [
      'In Appsmith open the application on {branch} and discard or commit its local changes, then run this step again.',
      'If it persists, resolve the conflict in Git and merge again.',
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
    advice: [
      'In Appsmith open the application on {branch}, commit or discard the changes, then run this step again.',
      'Protect {branch} under Git Settings > Branch, so that nobody commits to it from Appsmith.',
    ],
    retryable: 'no',
  },
  'AE-GIT-4032': {
    kind: 'git',
    title: "Appsmith's SSH key is missing or was rejected",
    advice: [
      'In Appsmith: Git Settings > General, copy the deploy key. In Bitbucket: Repository settings > Access keys, add it.',
      'A repository without a main branch fails the same way: in Bitbucket set one under Repository settings.',
    ],
    retryable: 'no',
  },
  'AE-GIT-4040': {
    kind: 'target',
    title: 'A remote branch name was given',
    advice: ['Remove origin/ from {branch} in {BRANCH}: use only the name of the branch.'],
    retryable: 'no',
  },
  'AE-GIT-4050': {
    kind: 'git',
    title: 'The application is connected to Git over https',
    advice: [
      'In Appsmith disconnect the application from Git and connect it again with the SSH address of the repository.',
    ],
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
  'AE-GIT-5005': {
    kind: 'server',
    title: 'Appsmith has no handler for this Git route',
    advice: ['Ask the administrator of {host}: in-memory Git is on, and does not know this kind of repository.'],
    retryable: 'no',
  },
  'AE-GIT-5009': {
    kind: 'git',
    title: 'Appsmith cannot read its own private key',
    advice: [
      'In Appsmith: Git Settings > General, generate a new key. In Bitbucket: Repository settings > Access keys, add it.',
    ],
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
      'If it persists, look at the size of the repository and at the load of {host}.',
    ],
    retryable: 'yes',
    longWait: true,
  },
  'AE-GIT-5016': {
    kind: 'git',
    title: 'A Git command failed on the remote',
    advice: [
      'Auth fail: in Bitbucket, Repository settings > Access keys must hold the deploy key of Appsmith. Has it expired?',
      'Remote does not have the branch: {branch} may have been deleted in Bitbucket by the merge.',
      'HostKey: have the administrator of {host} accept the present host key of Bitbucket.',
      'Timeout: {host} cannot reach bitbucket.org over SSH. Cannot lock: run this step again.',
    ],
    retryable: 'few',
  },
  'AE-APP-5040': {
    kind: 'busy',
    title: 'Appsmith ran out of time',
    advice: [
      'Run this step again: a second pull is often faster.',
      'If it persists, look at the load of {host} and at the size of the application.',
      REDEPLOY,
    ],
    retryable: 'yes',
  },
  'AE-BAD-4000': {
    kind: 'target',
    title: 'Appsmith did not understand the request',
    advice: [`Compare {app} in {APP_ID} with the endpoint under ${CD}.`, 'Check {branch} in {BRANCH}.'],
    retryable: 'no',
  },
  'AE-APP-4000': {
    kind: 'target',
    title: 'Appsmith refused a parameter',
    advice: [
      `Compare {app} in {APP_ID} with the endpoint under ${CD}.`,
      'In Appsmith disconnect the application from Git and connect it again: its Git settings are incomplete.',
    ],
    retryable: 'no',
  },
  'AE-BAD-4002': {
    kind: 'answer',
    title: 'Appsmith refused the version of its client',
    advice: ['A proxy in front of Appsmith adds the header X-Appsmith-Version: have it removed.'],
    retryable: 'no',
  },
  'AE-JSN-4001': {
    kind: 'git',
    title: 'A JSON file in the repository is malformed',
    advice: [
      'Check the last commits on {branch}: was a JSON file edited by hand, or a conflict marker left? Fix it, and push.',
    ],
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
      'Appsmith gives these words whatever the cause. Check the last commits on {branch}: was a JSON file edited by hand?',
      'If the application uses packages, import and publish them in the workspace first, then run this step again.',
      BOT_USER,
      REDEPLOY,
    ],
    retryable: 'few',
  },
  'AE-JSN-5001': {
    kind: 'git',
    title: 'Duplicate keys while Appsmith imported the application',
    advice: [
      'Run this step again. If it persists, check the last commits on {branch}: is a page or query there twice?',
      REDEPLOY,
    ],
    retryable: 'few',
  },
  'AE-APP-4028': {
    kind: 'git',
    title: 'A file in the repository lacks a field',
    advice: [
      "Check the last commits on {branch}: the server's words name the field. Fix it in Appsmith or in Git, and push.",
      REDEPLOY,
    ],
    retryable: 'no',
  },
  'AE-APP-4091': {
    kind: 'server',
    title: "Duplicate key in Appsmith's database",
    advice: [
      'Run this step again. If it persists, look for the request id in the log of the Appsmith server.',
      REDEPLOY,
    ],
    retryable: 'few',
  },
  'AE-ACL-4003': {
    kind: 'access',
    title: 'Access denied',
    advice: [
      `In Appsmith: ${CD}, generate a new token for this application.`,
      'Put it into the secured variable behind {BEARER_TOKEN}, then run this step again.',
      BOT_USER,
    ],
    retryable: 'no',
  },
  'AE-APP-4026': {
    kind: 'access',
    title: 'A permission on the application is missing',
    advice: [BOT_USER, 'Then run this step again.'],
    retryable: 'no',
  },
  'AE-ACL-4007': {
    kind: 'access',
    title: 'A permission on the workspace is missing',
    advice: [BOT_USER, 'Then run this step again.'],
    retryable: 'no',
  },
  'AE-APP-4032': {
    kind: 'access',
    title: 'Appsmith refused the token',
    advice: [
      `In Appsmith open the application, then ${CD}, and generate a new token.`,
      'Put it into the secured variable behind {BEARER_TOKEN}, then run this step again.',
    ],
    retryable: 'no',
  },
  'AE-APP-4034': {
    kind: 'access',
    title: 'The token is not valid any more',
    advice: [
      `In Appsmith open the application, then ${CD}, and generate a new token.`,
      'Put it into the secured variable behind {BEARER_TOKEN}, then run this step again.',
    ],
    retryable: 'no',
  },
  'AE-APP-4039': {
    kind: 'access',
    title: "Appsmith's CSRF filter refused the request",
    advice: ['Have the proxy in front of {host} pass the headers X-Requested-By and Authorization on to Appsmith.'],
    retryable: 'no',
  },
  'AE-TMR-4029': {
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
  'AE-APP-5000': {
    kind: 'server',
    title: 'Internal error in Appsmith',
    advice: [
      'Run this step again. If it persists, look for the request id in the log of the Appsmith server.',
      REDEPLOY,
    ],
    retryable: 'few',
    ambiguous: true,
  },
  'AE-APP-5024': {
    kind: 'busy',
    title: 'Appsmith is starting',
    advice: [WAIT_UNTIL_UP],
    retryable: 'yes',
    ambiguous: true,
  },
  'AE-APP-4080': {
    kind: 'busy',
    title: 'Appsmith says that it is not healthy',
    advice: ['Ask the administrator of {host}: its database or cache does not answer.'],
    retryable: 'yes',
    ambiguous: true,
  },
  UNKNOWN: {
    kind: 'server',
    title: 'Appsmith refused the deployment',
    advice: [
      "Read the server's words above. In Appsmith open the application on {branch} and pull and deploy by hand.",
      'If that works, run this step again.',
      REDEPLOY,
    ],
    retryable: 'no',
  },
  'GATEWAY-LOGIN': {
    kind: 'access',
    title: 'An access proxy or gateway in front of Appsmith wants a login',
    advice: [
      'Set the service token or other header that it needs in EXTRA_HEADERS. This is not the Appsmith token.',
      'Or have its administrator allow POST to /api/v1/git/deploy/ on {host} for pipelines.',
    ],
    retryable: 'no',
    ambiguous: true,
  },
  'HTTP-403': {
    kind: 'access',
    title: 'A firewall or gateway in front of Appsmith refused the request',
    advice: [
      'Ask its administrator to allow POST to /api/v1/git/deploy/ for pipelines, and give them what is quoted above.',
      'If it wants a service token, give its headers in EXTRA_HEADERS.',
      ADDRESS,
    ],
    retryable: 'no',
  },
  'HTTP-404': {
    kind: 'target',
    title: 'No deploy endpoint at this address',
    advice: [ADDRESS, 'An Appsmith older than Continuous Delivery has no such endpoint: update it.'],
    retryable: 'no',
    ambiguous: true,
  },
  'HTTP-405': {
    kind: 'target',
    title: 'This address does not take deployments',
    advice: [
      ADDRESS,
      'The request reached a web page, not the API: a path prefix may be missing, or one too many.',
      'If a proxy in front of Appsmith turns POST away, have POST allowed below /api/.',
    ],
    retryable: 'no',
    ambiguous: true,
  },
  'HTTP-407': {
    kind: 'proxy',
    title: 'A proxy on the way to Appsmith wants credentials',
    advice: [
      'Put the address of that proxy, with user name and password, into HTTPS_PROXY or HTTP_PROXY.',
      'Or ask the administrator of this network to let this runner reach {host} without it.',
    ],
    retryable: 'no',
  },
  'HTTP-408': {
    kind: 'busy',
    title: 'A gateway gave up waiting',
    advice: ['Run this step again. If it persists, look at the load of {host}.', LONG_REQUESTS],
    retryable: 'yes',
  },
  'HTTP-413': {
    kind: 'server',
    title: 'Too large for the server in front of Appsmith',
    advice: ['Ask the administrator of {host} to raise the size limit of the proxy.'],
    retryable: 'no',
  },
  'HTTP-429': {
    kind: 'busy',
    title: 'Too many requests',
    advice: [
      'Run this step again in a minute. Lower CONCURRENCY if many deployments run at once.',
      'Behind a public proxy all share one limit: the server has APPSMITH_TRUSTED_PROXIES and APPSMITH_RATE_LIMIT.',
    ],
    retryable: 'yes',
  },
  GATEWAY: {
    kind: 'answer',
    title: 'A gateway or proxy in front of Appsmith refused the request',
    advice: [ITS_ADMINISTRATOR, ADDRESS],
    retryable: 'no',
  },
  'HTTP-500': {
    kind: 'server',
    title: 'Internal error without a reason',
    advice: ['Run this step again. If it persists, look for the ids in the logs of {host} and its gateways.'],
    retryable: 'few',
    ambiguous: true,
  },
  'HTTP-502': {
    kind: 'busy',
    title: 'Appsmith does not answer the web server in front of it',
    advice: [
      WAIT_UNTIL_UP,
      'If it persists, ask the administrator of {host}: Appsmith may have died during the deployment.',
    ],
    retryable: 'yes',
    ambiguous: true,
  },
  'HTTP-503': {
    kind: 'busy',
    title: 'Appsmith is not available',
    advice: [WAIT_UNTIL_UP, 'If it stays down, ask the administrator of {host}.'],
    retryable: 'yes',
    ambiguous: true,
  },
  'HTTP-504': {
    kind: 'network',
    title: 'A gateway gave up waiting for Appsmith',
    advice: [
      'Have the time limit of the load balancer or proxy in front of {host} raised to 300 s.',
      'Then run this step again.',
    ],
    retryable: 'yes',
    ambiguous: true,
  },
  'HTTP-511': {
    kind: 'network',
    title: 'This network wants a login first',
    advice: [
      'The answer is from the network of this runner, not from Appsmith: a captive portal. Log the runner in there.',
      'Or ask the administrator of the network to let it reach {host} without a login.',
    ],
    retryable: 'no',
  },
  'HTTP-520': {
    kind: 'network',
    title: 'The CDN did not understand the answer of Appsmith',
    advice: [
      'Run this step again. If it persists, look for the ids above in the logs of the CDN and of {host}.',
      'Let pipelines reach {host} without the CDN.',
    ],
    retryable: 'yes',
    ambiguous: true,
  },
  'HTTP-521': {
    kind: 'busy',
    title: 'The CDN finds no web server at Appsmith',
    advice: [
      'Ask the administrator of {host}: is Appsmith up, and does its firewall let the CDN in?',
      'Then run this step again.',
    ],
    retryable: 'yes',
    ambiguous: true,
  },
  'HTTP-522': {
    kind: 'network',
    title: 'The CDN could not connect to Appsmith in time',
    advice: [
      'Ask the administrator of {host}: is Appsmith up, and does its firewall let the CDN in?',
      'Then run this step again.',
    ],
    retryable: 'yes',
    ambiguous: true,
  },
  'HTTP-523': {
    kind: 'network',
    title: 'The CDN cannot reach Appsmith',
    advice: [
      'Ask the administrator of {host} whether its DNS entry in the CDN has its current address.',
      'Then run this step again.',
    ],
    retryable: 'yes',
    ambiguous: true,
  },
  'HTTP-524': {
    kind: 'network',
    title: 'Cloudflare gave up waiting for Appsmith',
    advice: ['Cloudflare waits about 100 s: let pipelines reach {host} without it, then run this step again.'],
    retryable: 'yes',
    ambiguous: true,
  },
  'HTTP-525': {
    kind: 'tls',
    title: 'The CDN could not make a TLS connection to Appsmith',
    advice: ['Ask the administrator of {host}: behind Cloudflare it needs TLS, with a certificate for its name.'],
    retryable: 'no',
  },
  'HTTP-526': {
    kind: 'tls',
    title: 'The CDN does not trust the certificate of Appsmith',
    advice: [
      'Ask the administrator of {host} to renew the certificate of the server behind Cloudflare.',
      'A certificate of its own authority needs the mode Full instead of Full (strict) in Cloudflare.',
    ],
    retryable: 'no',
  },
  'HTTP-530': {
    kind: 'network',
    title: 'The CDN cannot find Appsmith',
    advice: [
      'Ask the administrator of {host}: the number from 1000 on that Cloudflare gives says why.',
      'Is the DNS entry of the server right, and does its tunnel run? Then run this step again.',
    ],
    retryable: 'few',
    ambiguous: true,
  },
  HTML: {
    kind: 'answer',
    title: "A web page came back instead of Appsmith's answer",
    advice: [
      'A login page comes from an access proxy: give its service token in EXTRA_HEADERS.',
      ADDRESS,
      'If Appsmith is starting, wait until it shows its own login page, then run this step again.',
    ],
    retryable: 'no',
    ambiguous: true,
  },
  UNCONFIRMED: {
    kind: 'answer',
    title: 'The answer does not confirm a deployment',
    advice: [ADDRESS, ITS_ADMINISTRATOR],
    retryable: 'no',
    ambiguous: true,
  },
  CONTRADICTION: {
    kind: 'answer',
    title: 'The answer contradicts the request, or itself',
    advice: [
      'Compare what Appsmith shows as last deployed with what this step asked for.',
      'Look for a cache or gateway in front of {host} that returns answers to other requests.',
    ],
    retryable: 'no',
  },
  'TOO-LARGE': {
    kind: 'answer',
    title: 'The answer is too large to be from Appsmith',
    advice: [ADDRESS, 'Another server may answer there: no answer of Appsmith to a deployment is larger than 1 MB.'],
    retryable: 'no',
    ambiguous: true,
  },
  ENCODING: {
    kind: 'answer',
    title: 'The answer is in an encoding that cannot be read',
    advice: ['The pipe asks for no compression: have the proxy in front of {host} send the answer as it is.'],
    retryable: 'no',
  },
  CUT: {
    kind: 'network',
    title: 'The answer was cut off in the middle',
    advice: ['Run this step again.', LONG_REQUESTS],
    retryable: 'yes',
  },
  REDIRECT: {
    kind: 'target',
    title: 'The server redirects the request',
    advice: [
      'If that address is Appsmith, put it into {APPSMITH_URL}.',
      'If it is a login page, an access proxy is in front: give its service token in EXTRA_HEADERS.',
      'The redirect is not followed, since the token would go there.',
    ],
    retryable: 'no',
  },
  'REDIRECT-TO-HTTP': {
    kind: 'target',
    title: 'The server redirects from https to plain http',
    advice: [
      'The redirect is not followed: the token would travel unencrypted.',
      'Have the proxy in front of {host} send X-Forwarded-Proto: https to Appsmith.',
    ],
    retryable: 'no',
  },
  TIMEOUT: {
    kind: 'network',
    title: 'No complete answer in time',
    advice: ['If pulls take long, raise {TIMEOUT} (now {seconds} s), then run this step again.'],
    retryable: 'yes',
  },
  'CONNECT-TIMEOUT': {
    kind: 'network',
    title: 'No connection in time',
    advice: [
      'Allow the IP addresses of Bitbucket Pipelines in the firewall in front of {host}.',
      'A firewall that drops packets looks like this. In a private network use a self-hosted runner, or HTTPS_PROXY.',
    ],
    retryable: 'yes',
  },
  ENOTFOUND: {
    kind: 'network',
    title: 'The name of the server is not known',
    advice: [
      'Check the spelling of {host} in {APPSMITH_URL}.',
      'A name of a private network is only known there: use a self-hosted runner, or HTTPS_PROXY.',
    ],
    retryable: 'few',
  },
  DNS: {
    kind: 'network',
    title: 'The name of the server could not be looked up',
    advice: [
      'Run this step again. On a self-hosted runner check its name servers (/etc/resolv.conf, or dns of Docker).',
      'If the name server refuses or fails for {host} alone, tell the DNS administrator of that domain.',
    ],
    retryable: 'yes',
  },
  IPV6: {
    kind: 'network',
    title: 'The server has IPv6 addresses only, and this runner has no IPv6',
    advice: [
      'Give {host} an IPv4 address (an A record), or use a self-hosted runner that has IPv6.',
      'A proxy that can reach {host} also works: set it in HTTPS_PROXY.',
    ],
    retryable: 'no',
  },
  ECONNREFUSED: {
    kind: 'network',
    title: 'Connection refused',
    ambiguous: true,
    advice: [
      'Nothing listens at {url}: check host and port in {APPSMITH_URL}.',
      'If Appsmith is restarting, run this step again when {url} shows the login page.',
    ],
    retryable: 'yes',
  },
  ECONNRESET: {
    kind: 'network',
    title: 'The connection was cut before an answer came',
    advice: [
      'Run this step again.',
      LONG_REQUESTS,
      'If it is cut at once, check scheme and port of {url} in {APPSMITH_URL}.',
    ],
    retryable: 'yes',
  },
  'CONNECT-RESET': {
    kind: 'network',
    title: 'The connection was cut before the request was sent',
    advice: [
      'Nothing was sent. Check scheme and port of {url} in {APPSMITH_URL}. Run this step again.',
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
    advice: ['Check scheme and port of {url} in {APPSMITH_URL}: https and http have different ports.'],
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
      'If it is the certificate of a CA, {host} sends it or CA_CERTIFICATE holds it: replace it there.',
    ],
    retryable: 'no',
  },
  'TLS-UNFIT': {
    kind: 'tls',
    title: "The server's certificate is not valid for this use",
    advice: [
      'Get a new one for {host}: a server certificate that is not revoked, with a key of 2048 bits or more.',
      'Its CA must be allowed to issue it: a CA certificate with a strong key, valid for this name.',
    ],
    retryable: 'no',
  },
  'TLS-HOST': {
    kind: 'tls',
    title: "The server's certificate is for another name",
    advice: ['Put the name that the certificate is for into {APPSMITH_URL}, or have a certificate made for {host}.'],
    retryable: 'no',
  },
  'TLS-CLIENT': {
    kind: 'tls',
    title: 'The server requires a client certificate that it trusts',
    advice: ['Give the certificate that {host} asks for in CLIENT_CERTIFICATE, and its key in CLIENT_KEY.'],
    retryable: 'no',
  },
  'TLS-NAME': {
    kind: 'tls',
    title: 'The server does not serve this name',
    advice: [
      'Check the host in {APPSMITH_URL}: the server there has no site named {host}.',
      'If the name is right, add it to the server or load balancer (Appsmith: APPSMITH_CUSTOM_DOMAIN).',
    ],
    retryable: 'no',
  },
  'TLS-PLAIN': {
    kind: 'tls',
    title: 'What answered does not speak TLS',
    advice: [
      'Check the scheme and the port of {url} in {APPSMITH_URL}: an http port does not speak TLS.',
      'If it is right, look for a proxy or firewall in between that answers in plain HTTP.',
    ],
    retryable: 'no',
  },
  'TLS-WEAK': {
    kind: 'tls',
    title: "The server's TLS is too old or too weak",
    advice: [
      'Have {host} offer TLS 1.2 or newer, with secure renegotiation and current ciphers.',
      'Its keys and Diffie-Hellman parameters need 2048 bits or more.',
    ],
    retryable: 'no',
  },
  'TLS-TIMEOUT': {
    kind: 'network',
    title: 'The TLS handshake was not finished in time',
    advice: [
      'The connection was made, and then {host} was silent. Run this step again.',
      'If it persists, look for a tunnel or VPN that drops large packets (MTU), or a server that is overloaded.',
    ],
    retryable: 'yes',
  },
  TLS: {
    kind: 'tls',
    title: 'No secure connection could be made',
    advice: [
      'Check the scheme and the port of {url} in {APPSMITH_URL}: an http port does not speak TLS.',
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
  'PROXY-SCHEME': {
    kind: 'proxy',
    title: 'The proxy wants a login that the pipe does not have',
    advice: [
      'The pipe can log in to a proxy with a user name and password (Basic) only, not with NTLM, Negotiate or Digest.',
      'Ask the administrator of the proxy to allow Basic for this runner, or {host} without a login.',
      'On a self-hosted runner a local proxy such as cntlm or px can log in for it: give that in {proxy}.',
    ],
    retryable: 'no',
  },
  'PROXY-DOWN': {
    kind: 'proxy',
    title: 'The proxy cannot be reached',
    advice: [
      'Check host and port in {proxy}, and whether the proxy is running.',
      'If {host} can be reached without it, remove {proxy}, or add {host} to NO_PROXY.',
    ],
    retryable: 'yes',
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
    title: 'The proxy did not open a connection to Appsmith',
    advice: [
      'Check {proxy}, and ask the administrator of the proxy to allow {host}.',
      'If {host} can be reached without it, add it to NO_PROXY.',
    ],
    retryable: 'few',
  },
  NETWORK: {
    kind: 'network',
    title: 'The connection failed',
    advice: ['Run this step again. If it persists, check from the runner whether {url} can be reached.'],
    retryable: 'few',
  },
  INTERRUPTED: {
    kind: 'interrupted',
    title: 'Interrupted',
    advice: ['Run this step again.'],
    retryable: 'no',
  },
} as const satisfies Readonly<Record<string, CatalogueEntry>>;

/** A key of the catalogue; docs/failures.md has a section for each. */
export type FailureKey = keyof typeof catalogue;
