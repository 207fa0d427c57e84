import type { Failure } from '../../deployment/failure.ts';

/**
 * One way to fail. Advice may contain `{app}`, `{branch}`, `{url}`, `{host}` and `{seconds}` of the deployment; what the
 * user calls them (`{APP_ID}`, `{BRANCH}`, `{APPSMITH_URL}`, `{BEARER_TOKEN}`, `{TIMEOUT}`); `{proxy}`, the variable of
 * the proxy; and `{run}`: "Run", or "If it was not deployed, run". The likeliest remedy comes first. A line has one or
 * two sentences, and at most 115 characters with common values.
 */
export interface CatalogueEntry
  extends Pick<Failure, 'kind' | 'title' | 'advice' | 'longWait' | 'ambiguous' | 'probablyNotDeployed'> {
  /** Absent: no other attempt can help. */
  readonly retryable?: Exclude<Failure['retryable'], 'no'>;
}

const CD = 'Git Settings > Continuous Delivery';
/** Redeploy publishes what the editor shows (appsmithorg/appsmith#41459). */
const HALF_WAY = [
  'The import may have stopped half-way: check whether the published application still works.',
  'If not, click Redeploy in its Deploy menu, which publishes what the editor shows, and revert the commit in Git.',
] as const;
const BOT_USER = "Have an administrator of {host} give Continuous Delivery's bot user access to the workspace.";
const NEW_TOKEN = `In Appsmith open the application, then ${CD}, and generate a new token.`;
const STORE_TOKEN = 'Store it in the secured variable that {BEARER_TOKEN} refers to, then run this step again.';
const ADDRESS = 'Check {url} in {APPSMITH_URL}: do users open Appsmith there? Include any path prefix.';
const ITS_ADMINISTRATOR = 'Ask the administrator of the gateway in front of {host}, and send them the lines above.';
const ONCE_UP = 'Once {url} shows the login page, run this step again.';
const AGAIN = '{run} this step again.';
const LONG_REQUESTS = 'If it persists, look for a proxy or load balancer in front of {host} that ends long requests.';
const FIREWALL = 'Allow the IP addresses of Bitbucket Pipelines in the firewall in front of {host}.';

/**
 * Every known way to fail, by Appsmith's code, by HTTP status where the server gives no code, or by transport code.
 * Data only: explain-answer.ts, explain-gateway.ts and transport-failure.ts choose the entry. README and
 * docs/failures.md are generated from it.
 */
export const catalogue = {
  'HTTP-401': {
    kind: 'access',
    title: 'Token not accepted',
    advice: [
      NEW_TOKEN,
      STORE_TOKEN,
      'A token is for one application, and stops working once a newer one is generated or a backup is restored.',
      'The Community edition does not support Continuous Delivery.',
    ],
    ambiguous: true,
  },
  'AE-APP-4007': {
    kind: 'access',
    title: "The server's plan does not include Continuous Delivery",
    advice: ['Continuous Delivery requires an Enterprise plan: check Admin Settings > License on {host}.'],
  },
  'AE-APP-4054': {
    kind: 'access',
    title: "Appsmith's license does not allow the deployment",
    advice: ['Check Admin Settings > License on {host}: is it valid, and does it include Continuous Delivery?'],
  },
  'AE-GIT-4031': {
    kind: 'git',
    title: 'Continuous Delivery is off, or the application is not connected to Git',
    advice: [
      `In Appsmith open the application, then ${CD}, and click Finish Setup.`,
      'If that page is missing, connect the application to Git first.',
      'Compare {APP_ID} with the endpoint shown there: each branch also has its own id, which does not work here.',
    ],
  },
  'AE-ACL-4004': {
    kind: 'target',
    title: 'Application or branch not found, or the token is for another application',
    advice: [
      `Compare {app} in {APP_ID} with the endpoint under ${CD}.`,
      'Use the token that was generated on the same page: a token is for one application.',
      'Check out {branch} in Appsmith once: the branch must exist there. Its name does not include origin/.',
    ],
    ambiguous: true,
  },
  'AE-APP-4027': {
    kind: 'target',
    title: 'Appsmith does not know the branch',
    advice: [
      'In Appsmith open the application and check out {branch} once, in the branch list at the bottom.',
      'Check the spelling of {branch} in {BRANCH}: it is case-sensitive, and does not include origin/.',
    ],
    ambiguous: true,
  },
  'AE-GIT-5002': {
    kind: 'git',
    title: 'Packages that the application uses are missing, so Appsmith aborted the deployment',
    advice: [
      'In Appsmith import each package that the application uses into its workspace, and publish it. Run this step again.',
      `If it persists, generate a new token under ${CD}: older tokens lack a permission.`,
      'The version that was deployed before is still live.',
    ],
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
      'Appsmith returns this message whatever the cause: a conflict, the access key, the network, the disk, the database.',
      'In Appsmith open the application on {branch} and pull: that shows the real error. If it works, run this step again.',
      ...HALF_WAY,
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
  },
  'AE-GIT-4046': {
    kind: 'git',
    title: 'Merge conflict while merging',
    advice: ['Resolve the conflict on {branch} in Git, push, then run this step again.'],
  },
  'AE-GIT-4048': {
    kind: 'git',
    title: 'Upstream changes are pending',
    advice: ['In Appsmith open the application on {branch}, pull, then run this step again.'],
  },
  'AE-GIT-4036': {
    kind: 'git',
    title: 'The remote branch is ahead',
    advice: ['In Appsmith open the application on {branch}, pull, then run this step again.'],
  },
  'AE-GIT-4037': {
    kind: 'git',
    title: 'Uncommitted changes in Appsmith block the pull',
    advice: [
      'In Appsmith open the application on {branch}, commit or discard the changes, then run this step again.',
      'Protect {branch} under Git Settings > Branch, so that nobody commits to it from Appsmith.',
    ],
  },
  'AE-GIT-4032': {
    kind: 'git',
    title: "Appsmith's SSH key is missing or was rejected",
    advice: [
      'In Appsmith: Git Settings > General, copy the deploy key. In Bitbucket: Repository settings > Access keys, add it.',
      'A repository without a main branch fails the same way: in Bitbucket set one under Repository settings.',
    ],
  },
  'AE-GIT-4040': {
    kind: 'target',
    title: 'The branch name is that of a remote branch',
    advice: ['{BRANCH} must be the name of the branch alone, without origin/.'],
  },
  'AE-GIT-4050': {
    kind: 'git',
    title: 'The application is connected to Git over https',
    advice: [
      'In Appsmith disconnect the application from Git and connect it again with the SSH address of the repository.',
    ],
  },
  'AE-GIT-4051': {
    kind: 'git',
    title: 'Appsmith cannot find the remote repository',
    advice: [
      'Was the repository moved, renamed or deleted? In Appsmith: Git Settings > General shows the address it uses.',
      "In Bitbucket: Repository settings > Access keys must contain Appsmith's deploy key.",
    ],
  },
  'AE-GIT-4043': {
    kind: 'access',
    title: 'Limit of private repositories reached',
    advice: ['Disconnect an application from Git in Appsmith, or upgrade the plan of {host}.'],
  },
  'AE-GIT-5005': {
    kind: 'server',
    title: 'Appsmith has no handler for this Git route',
    advice: ['Ask the administrator of {host}: in-memory Git is on, and does not support this kind of repository.'],
  },
  'AE-GIT-5009': {
    kind: 'git',
    title: 'Appsmith cannot read its own private key',
    advice: [
      'In Appsmith: Git Settings > General, generate a new key. In Bitbucket: Repository settings > Access keys, add it.',
    ],
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
    title: 'A Git command against the remote repository failed',
    advice: [
      'If the message says "does not have": {branch} may have been deleted in Bitbucket by the merge.',
      'If it says "Auth fail": Repository settings > Access keys in Bitbucket must contain Appsmith\'s deploy key.',
      'If it says "HostKey": have the administrator of {host} accept the current host key of Bitbucket.',
      'If it says "timeout": {host} cannot reach bitbucket.org over SSH.',
      'If it says "Cannot lock": run this step again.',
    ],
    retryable: 'few',
  },
  'AE-APP-5040': {
    kind: 'busy',
    title: 'Appsmith timed out',
    advice: [
      '{run} this step again: a second pull is often faster.',
      'If it persists, look at the load of {host} and at the size of the application.',
      ...HALF_WAY,
    ],
    retryable: 'yes',
  },
  'AE-BAD-4000': {
    kind: 'target',
    title: 'Appsmith did not understand the request',
    advice: [`Compare {app} in {APP_ID} with the endpoint under ${CD}.`, 'Check {branch} in {BRANCH}.'],
  },
  'AE-APP-4000': {
    kind: 'target',
    title: 'Appsmith rejected a parameter',
    advice: [
      `Compare {app} in {APP_ID} with the endpoint under ${CD}.`,
      'In Appsmith disconnect the application from Git and connect it again: its Git settings are incomplete.',
    ],
  },
  'AE-BAD-4002': {
    kind: 'answer',
    title: 'Appsmith rejected the header X-Appsmith-Version',
    advice: ['The pipe does not send this header: have it removed in the proxy in front of {host} that adds it.'],
  },
  'AE-JSN-4001': {
    kind: 'git',
    title: 'A JSON file in the repository is malformed',
    advice: [
      'Check the last commits on {branch}: was a JSON file edited by hand, or a conflict marker left? Fix it, and push.',
    ],
  },
  'AE-JSN-4045': {
    kind: 'git',
    title: 'The repository was written by a newer Appsmith',
    advice: ['Update {host} to at least the version of the Appsmith that committed to {branch}.'],
  },
  'AE-JSN-4049': {
    kind: 'git',
    title: 'Appsmith could not import the application from Git',
    advice: [
      'Appsmith returns this message whatever the cause. Check the last commits on {branch}: was a JSON file edited by hand?',
      'If the application uses packages, import and publish them in the workspace first, then run this step again.',
      BOT_USER,
      ...HALF_WAY,
    ],
    retryable: 'few',
  },
  'AE-JSN-5001': {
    kind: 'git',
    title: 'Duplicate keys while Appsmith imported the application',
    advice: [
      'Run this step again. If it persists, check the last commits on {branch}: does a page or query appear twice?',
      ...HALF_WAY,
    ],
    retryable: 'few',
  },
  'AE-APP-4028': {
    kind: 'git',
    title: 'A file in the repository lacks a field',
    advice: [
      "Check the last commits on {branch}: the server's message names the field. Fix it in Appsmith or Git, and push.",
      ...HALF_WAY,
    ],
  },
  'AE-APP-4091': {
    kind: 'server',
    title: "Duplicate key in Appsmith's database",
    advice: [
      'Run this step again. If it persists, look for the request id in the log of the Appsmith server.',
      ...HALF_WAY,
    ],
    retryable: 'few',
  },
  'AE-ACL-4003': {
    kind: 'access',
    title: 'Access denied',
    advice: [NEW_TOKEN, STORE_TOKEN, BOT_USER],
  },
  'AE-APP-4026': {
    kind: 'access',
    title: 'A permission on the application is missing',
    advice: [BOT_USER, 'Then run this step again.'],
  },
  'AE-ACL-4007': {
    kind: 'access',
    title: 'A permission on the workspace is missing',
    advice: [BOT_USER, 'Then run this step again.'],
  },
  'AE-APP-4032': {
    kind: 'access',
    title: 'Appsmith rejected the token',
    advice: [NEW_TOKEN, STORE_TOKEN],
  },
  'AE-APP-4034': {
    kind: 'access',
    title: 'The token is no longer valid',
    advice: [NEW_TOKEN, STORE_TOKEN],
  },
  'AE-APP-4039': {
    kind: 'access',
    title: "Appsmith's CSRF filter rejected the request",
    advice: ['Have the proxy in front of {host} pass the headers X-Requested-By and Authorization on to Appsmith.'],
  },
  'AE-TMR-4029': {
    kind: 'busy',
    title: 'Too many requests',
    advice: ['Run this step again in a minute. Lower CONCURRENCY if many deployments run at once.'],
    retryable: 'yes',
  },
  'AE-APP-4013': {
    kind: 'server',
    title: 'A size limit of Appsmith was exceeded',
    advice: ['The pipe sends no body: make the application smaller, or have the limit of {host} raised.'],
  },
  'AE-APP-5000': {
    kind: 'server',
    title: 'Internal error in Appsmith',
    advice: [
      'Run this step again. If it persists, look for the request id in the log of the Appsmith server.',
      ...HALF_WAY,
    ],
    retryable: 'few',
    ambiguous: true,
  },
  'AE-APP-5024': {
    kind: 'busy',
    title: 'Appsmith is starting',
    advice: [ONCE_UP],
    retryable: 'yes',
    ambiguous: true,
  },
  'AE-APP-4080': {
    kind: 'busy',
    title: 'Appsmith reports that it is unhealthy',
    advice: [
      'Run this step again.',
      'If it persists, ask the administrator of {host}: its database or cache does not respond.',
    ],
    retryable: 'yes',
    ambiguous: true,
  },
  UNKNOWN: {
    kind: 'server',
    title: 'Appsmith rejected the deployment',
    advice: [
      "Read the server's message above. In Appsmith open the application on {branch}, pull, and deploy manually.",
      ...HALF_WAY,
    ],
  },
  'GATEWAY-LOGIN': {
    kind: 'access',
    title: 'An access proxy or gateway in front of Appsmith requires a login',
    advice: [
      'Set EXTRA_HEADERS to the headers that it requires, such as a service token. This is not the Appsmith token.',
      "Or have the proxy's administrator allow POST to /api/v1/git/deploy/ on {host} for pipelines.",
    ],
    ambiguous: true,
  },
  'HTTP-403': {
    kind: 'access',
    title: 'A firewall or gateway in front of Appsmith rejected the request',
    advice: [
      'Have its administrator allow POST to /api/v1/git/deploy/ for pipelines: send them the lines above.',
      'If it requires a service token, set EXTRA_HEADERS to its headers.',
      ADDRESS,
    ],
  },
  'HTTP-404': {
    kind: 'target',
    title: 'No deploy endpoint at this address',
    advice: [ADDRESS, 'Versions of Appsmith from before Continuous Delivery have no such endpoint: update the server.'],
    ambiguous: true,
  },
  'HTTP-405': {
    kind: 'target',
    title: 'This address does not accept deployments',
    advice: [
      ADDRESS,
      'The request reached a web page, not the API: a path prefix may be missing or superfluous.',
      'If a proxy in front of Appsmith blocks POST, have POST allowed below /api/.',
    ],
    ambiguous: true,
  },
  'HTTP-407': {
    kind: 'proxy',
    title: 'A proxy between this runner and Appsmith requires a login',
    advice: [
      'Set HTTPS_PROXY or HTTP_PROXY to the address of that proxy, with user name and password.',
      'Or have the administrator of this network let this runner reach {host} without it.',
    ],
  },
  'HTTP-408': {
    kind: 'busy',
    title: 'A gateway timed out',
    advice: [
      AGAIN,
      'If it persists, look at the load of {host}, and for a proxy in front of it that ends long requests.',
    ],
    retryable: 'yes',
  },
  'HTTP-413': {
    kind: 'server',
    title: 'A size limit of the proxy in front of Appsmith was exceeded',
    advice: ['The pipe sends no body: ask the administrator of {host} which limit it is, and to have it raised.'],
  },
  'HTTP-429': {
    kind: 'busy',
    title: 'Too many requests',
    advice: [
      'Run this step again in a minute. Lower CONCURRENCY if many deployments run at once.',
      'Behind a public proxy all clients share one limit: set APPSMITH_TRUSTED_PROXIES on the server.',
      'Or raise the limit there: APPSMITH_RATE_LIMIT.',
    ],
    retryable: 'yes',
  },
  GATEWAY: {
    kind: 'answer',
    title: 'A gateway or proxy in front of Appsmith rejected the request',
    advice: [ITS_ADMINISTRATOR, ADDRESS],
  },
  'HTTP-500': {
    kind: 'server',
    title: 'Internal server error without details',
    advice: [
      AGAIN,
      'If it persists, look for the request id in the logs of {host} and of the gateways in front of it.',
    ],
    retryable: 'few',
    ambiguous: true,
  },
  'HTTP-502': {
    kind: 'busy',
    title: 'Appsmith did not respond to the web server in front of it',
    advice: [
      AGAIN,
      'If it persists, ask the administrator of {host}: Appsmith may have crashed during the deployment.',
    ],
    retryable: 'yes',
    ambiguous: true,
  },
  'HTTP-503': {
    kind: 'busy',
    title: 'Appsmith was not available',
    advice: [AGAIN, 'If it persists, ask the administrator of {host}.'],
    retryable: 'yes',
    ambiguous: true,
  },
  'HTTP-504': {
    kind: 'network',
    title: 'A gateway timed out waiting for Appsmith',
    advice: [
      AGAIN,
      'If it persists, have the time limit of the load balancer or proxy in front of {host} raised to 300 s.',
    ],
    retryable: 'yes',
    ambiguous: true,
  },
  'HTTP-511': {
    kind: 'network',
    title: 'This network requires a login first',
    advice: [
      'The response came from the network of this runner, not from Appsmith: a captive portal. Log the runner in there.',
      'Or have the administrator of the network let this runner reach {host} without a login.',
    ],
  },
  'HTTP-520': {
    kind: 'network',
    title: 'The CDN got an invalid response from Appsmith',
    advice: [AGAIN, 'If it persists, look for the ids above in the logs of the CDN and of {host}, or bypass the CDN.'],
    retryable: 'yes',
    ambiguous: true,
  },
  'HTTP-521': {
    kind: 'busy',
    title: "The CDN could not connect to Appsmith's web server",
    advice: [
      AGAIN,
      'If it persists, ask the administrator of {host}: is Appsmith up, and does its firewall allow the CDN?',
    ],
    retryable: 'yes',
    ambiguous: true,
    probablyNotDeployed: true,
  },
  'HTTP-522': {
    kind: 'network',
    title: 'The CDN could not connect to Appsmith in time',
    advice: [
      AGAIN,
      'If it persists, ask the administrator of {host}: is Appsmith up, and does its firewall allow the CDN?',
    ],
    retryable: 'yes',
    ambiguous: true,
  },
  'HTTP-523': {
    kind: 'network',
    title: 'The CDN could not reach Appsmith',
    advice: [AGAIN, 'If it persists, ask the administrator of {host}: is its DNS record in the CDN correct?'],
    retryable: 'yes',
    ambiguous: true,
    probablyNotDeployed: true,
  },
  'HTTP-524': {
    kind: 'network',
    title: 'Cloudflare timed out waiting for Appsmith',
    advice: [AGAIN, 'If it persists, let pipelines reach {host} without Cloudflare, which waits only about 100 s.'],
    retryable: 'yes',
    ambiguous: true,
  },
  'HTTP-525': {
    kind: 'tls',
    title: 'The CDN could not make a TLS connection to Appsmith',
    advice: ['Have the administrator of {host} set up TLS behind Cloudflare, with a certificate for its name.'],
  },
  'HTTP-526': {
    kind: 'tls',
    title: "The CDN does not trust Appsmith's certificate",
    advice: [
      'Have the administrator of {host} renew the certificate of the server behind Cloudflare.',
      "Or have Cloudflare's SSL mode set to Full: unlike Full (strict), it does not verify the certificate.",
    ],
  },
  'HTTP-530': {
    kind: 'network',
    title: 'The CDN could not find Appsmith',
    advice: [
      AGAIN,
      "If it persists, look up Cloudflare's error code (1000 or higher), such as 1033: the tunnel is not running.",
      'Ask the administrator of {host}: is its DNS record correct, and is its tunnel running?',
    ],
    retryable: 'few',
    ambiguous: true,
    probablyNotDeployed: true,
  },
  HTML: {
    kind: 'answer',
    title: "A web page was returned instead of Appsmith's response",
    advice: [
      'A login page comes from an access proxy: set EXTRA_HEADERS to its service token.',
      ADDRESS,
      'If Appsmith is starting, run this step again once it shows its own login page.',
    ],
    ambiguous: true,
    probablyNotDeployed: true,
  },
  UNCONFIRMED: {
    kind: 'answer',
    title: 'The response does not confirm a deployment',
    advice: [ADDRESS, ITS_ADMINISTRATOR],
    ambiguous: true,
  },
  CONTRADICTION: {
    kind: 'answer',
    title: 'The response contradicts the request, or itself',
    advice: ['Look for a cache or gateway in front of {host} that returns responses to other requests.'],
  },
  'TOO-LARGE': {
    kind: 'answer',
    title: 'The response is too large to be from Appsmith',
    advice: [ADDRESS, "Another server may be there: Appsmith's response to a deployment is never larger than 1 MB."],
    ambiguous: true,
  },
  ENCODING: {
    kind: 'answer',
    title: 'The response is in an encoding that cannot be read',
    advice: ['The pipe asks for no compression: have the proxy in front of {host} send the response uncompressed.'],
  },
  CUT: {
    kind: 'network',
    title: 'The response was cut off',
    advice: [AGAIN, LONG_REQUESTS],
    retryable: 'yes',
  },
  REDIRECT: {
    kind: 'target',
    title: 'The server redirects the request',
    advice: [
      'If that address is Appsmith, set {APPSMITH_URL} to it.',
      'If it is a login page, an access proxy is in front of {host}: set EXTRA_HEADERS to its service token.',
      'The redirect is not followed, because it would send the token to that address.',
    ],
    probablyNotDeployed: true,
  },
  'REDIRECT-TO-HTTP': {
    kind: 'target',
    title: 'The server redirects from https to plain http',
    advice: [
      'Have the proxy in front of {host} send X-Forwarded-Proto: https to Appsmith.',
      'The redirect is not followed, because it would send the token unencrypted.',
    ],
    probablyNotDeployed: true,
  },
  TIMEOUT: {
    kind: 'network',
    title: 'No complete response in time',
    advice: [AGAIN, 'If pulls are slow, raise {TIMEOUT} (now {seconds} s).'],
    retryable: 'yes',
  },
  'CONNECT-TIMEOUT': {
    kind: 'network',
    title: 'No connection in time',
    advice: [
      FIREWALL,
      'This is typical of a firewall that drops packets. In a private network use a self-hosted runner, or HTTPS_PROXY.',
    ],
    retryable: 'yes',
  },
  ENOTFOUND: {
    kind: 'network',
    title: 'The name of the server is not known',
    advice: [
      'Check the spelling of {host} in {APPSMITH_URL}.',
      'A private name resolves only inside its network: use a self-hosted runner, or HTTPS_PROXY.',
    ],
    retryable: 'few',
  },
  DNS: {
    kind: 'network',
    title: 'The name of the server could not be looked up',
    advice: [
      "Run this step again. On a self-hosted runner check its name servers (/etc/resolv.conf, or Docker's dns setting).",
      'If the name server refuses or fails for {host} alone, tell the DNS administrator of that domain.',
    ],
    retryable: 'yes',
  },
  IPV6: {
    kind: 'network',
    title: 'The server has IPv6 addresses only, and this runner has no IPv6',
    advice: [
      'Give {host} an IPv4 address (an A record), or use a self-hosted runner that has IPv6.',
      'Or set HTTPS_PROXY to a proxy that can reach {host}.',
    ],
  },
  ECONNREFUSED: {
    kind: 'network',
    title: 'Connection refused',
    ambiguous: true,
    advice: [
      'Nothing listens at {url}: check host and port in {APPSMITH_URL}.',
      'If Appsmith is restarting, run this step again once {url} shows the login page.',
    ],
    retryable: 'yes',
  },
  ECONNRESET: {
    kind: 'network',
    title: 'The connection was cut before a response came',
    advice: [AGAIN, LONG_REQUESTS, 'If it is cut at once, check scheme and port of {url} in {APPSMITH_URL}.'],
    retryable: 'yes',
  },
  'CONNECT-RESET': {
    kind: 'network',
    title: 'The connection was cut before the request was sent',
    advice: ['Run this step again. If it persists, check scheme and port of {url} in {APPSMITH_URL}.', FIREWALL],
    retryable: 'yes',
  },
  EHOSTUNREACH: {
    kind: 'network',
    title: 'The server cannot be reached from here',
    advice: [FIREWALL, 'In a private network use a self-hosted runner, or HTTPS_PROXY.'],
    retryable: 'yes',
  },
  PROTOCOL: {
    kind: 'answer',
    title: 'The response is not valid HTTP',
    advice: ['Check scheme and port of {url} in {APPSMITH_URL}: https and http use different ports.'],
  },
  'TLS-CA': {
    kind: 'tls',
    title: "The server's certificate is from a CA that is not trusted",
    advice: [
      'Set CA_CERTIFICATE to the certificate of your CA (PEM text, base64 of it, or a path in the clone).',
      'If the CA is a public one, have {host} send its whole chain: an intermediate certificate is missing.',
    ],
  },
  'TLS-EXPIRED': {
    kind: 'tls',
    title: 'A certificate of the server has expired, or is not valid yet',
    advice: [
      'Have the certificate of {host} renewed. If it is new, check the clock of this runner.',
      'If it is the certificate of a CA, replace it in the chain that {host} sends, or in CA_CERTIFICATE.',
    ],
  },
  'TLS-UNFIT': {
    kind: 'tls',
    title: "The server's certificate is not valid for this use",
    advice: [
      'Install a new one on {host}: for servers, not revoked, and with a key of 2048 bits or more.',
      "The CA's certificate must be valid as well: one of a CA, with a strong key, and allowed for this name.",
    ],
  },
  'TLS-HOST': {
    kind: 'tls',
    title: "The server's certificate is for another name",
    advice: ['Use the name that the certificate is for in {APPSMITH_URL}, or have a certificate issued for {host}.'],
  },
  'TLS-CLIENT': {
    kind: 'tls',
    title: 'The server requires a client certificate that it trusts',
    advice: ['Set CLIENT_CERTIFICATE to a certificate that {host} trusts, and CLIENT_KEY to its key.'],
  },
  'TLS-NAME': {
    kind: 'tls',
    title: 'The server does not serve this name',
    advice: [
      'Check the host in {APPSMITH_URL}: the server there has no site named {host}.',
      'If the name is right, add it to the server or load balancer (Appsmith: APPSMITH_CUSTOM_DOMAIN).',
    ],
  },
  'TLS-PLAIN': {
    kind: 'tls',
    title: 'The server does not speak TLS on this port',
    advice: [
      'Check the scheme and the port of {url} in {APPSMITH_URL}: an http port does not speak TLS.',
      'If they are right, look for a proxy or firewall in between that responds in plain HTTP.',
    ],
  },
  'TLS-WEAK': {
    kind: 'tls',
    title: "The server's TLS is too old or too weak",
    advice: [
      'Have {host} offer TLS 1.2 or newer, with secure renegotiation and current ciphers.',
      'Its keys and Diffie-Hellman parameters must have 2048 bits or more.',
    ],
  },
  'TLS-TIMEOUT': {
    kind: 'network',
    title: 'The TLS handshake was not completed in time',
    advice: [
      'The connection was made, but then {host} did not respond. Run this step again.',
      'If it persists, look for a tunnel or VPN that drops large packets (MTU), or a server that is overloaded.',
    ],
    retryable: 'yes',
  },
  TLS: {
    kind: 'tls',
    title: 'No secure connection could be made',
    advice: [
      'Check the scheme and the port of {url} in {APPSMITH_URL}: an http port does not speak TLS.',
      'The server must offer TLS 1.2 or newer. For a private CA set CA_CERTIFICATE.',
      'If {host} requires a client certificate, set CLIENT_CERTIFICATE and CLIENT_KEY.',
    ],
  },
  'PROXY-AUTH': {
    kind: 'proxy',
    title: 'The proxy did not accept the credentials',
    advice: ["Set {proxy} to the proxy's address with the right credentials: http://user:password@host:port."],
  },
  'PROXY-SCHEME': {
    kind: 'proxy',
    title: 'The proxy requires a login of a kind that the pipe does not support',
    advice: [
      'The pipe logs in to proxies with a user name and password (Basic), not with NTLM, Negotiate or Digest.',
      "Have the proxy's administrator allow Basic for this runner, or access to {host} without a login.",
      'On a self-hosted runner a local proxy such as cntlm or px can handle the login: set {proxy} to its address.',
    ],
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
      'Check the scheme in {proxy}: most proxies use http://, also for https servers.',
      'If the proxy does speak TLS, its certificate must be for its name; for a private CA set CA_CERTIFICATE.',
    ],
  },
  PROXY: {
    kind: 'proxy',
    title: 'The proxy did not open a connection to Appsmith',
    advice: [
      'Check {proxy}, and have the administrator of the proxy allow {host}.',
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
  'RUNNER-LIMIT': {
    kind: 'busy',
    title: 'This runner has run out of files, memory or ports',
    advice: [
      'Lower CONCURRENCY if many deployments run at once, then run this step again.',
      'EMFILE and ENFILE: raise the limit of open files of the runner (ulimit -n).',
      'ENOMEM and ENOBUFS: give the step more memory (size: 2x).',
      'EADDRNOTAVAIL: wait until local ports are free again.',
    ],
    retryable: 'yes',
  },
  INTERRUPTED: {
    kind: 'interrupted',
    title: 'Interrupted',
    advice: [AGAIN],
  },
} as const satisfies Readonly<Record<string, CatalogueEntry>>;

/** A key of the catalogue; docs/failures.md has a section for each. */
export type FailureKey = keyof typeof catalogue;
