import { html, json, nginx, page, redirect, text } from './simple-answers.ts';

const RAY = '8f00c0ffee123456-FRA';
const CLOUDFLARE = { headers: { Server: 'cloudflare', 'CF-RAY': RAY } };
const NGINX = { headers: { Server: 'nginx' } };
const AWS_ID = '6f1f6b1e-0000-4000-8000-000000000000';

/** Answers of web servers, load balancers, CDNs, API gateways, access proxies and firewalls in front of Appsmith. */
export const gatewayAnswers = {
  'nginx-400-certificate': html(400, nginx('400 No required SSL certificate was sent'), NGINX),
  'nginx-400-https': html(400, nginx('400 The plain HTTP request was sent to HTTPS port'), NGINX),
  'nginx-404': html(404, nginx('404 Not Found'), NGINX),
  'nginx-414': html(414, nginx('414 Request-URI Too Large'), NGINX),
  'nginx-431': html(431, nginx('431 Request Header Fields Too Large'), NGINX),
  'nginx-502': html(502, nginx('502 Bad Gateway'), NGINX),
  'nginx-504': html(504, nginx('504 Gateway Time-out'), NGINX),

  'load-balancer-503': html(503, page('503 Service Temporarily Unavailable', ''), {
    headers: { Server: 'awselb/2.0' },
  }),
  'load-balancer-504': html(504, page('504 Gateway Time-out', '<center><h1>504 Gateway Time-out</h1></center>')),
  'load-balancer-460': text(460, '', { headers: { Server: 'awselb/2.0' } }),
  'load-balancer-463': text(463, '', { headers: { Server: 'awselb/2.0' } }),
  'load-balancer-561': text(561, 'Unauthorized', { headers: { Server: 'awselb/2.0' } }),
  'aws-gateway-403': json(
    403,
    { message: 'Missing Authentication Token' },
    { headers: { 'x-amzn-RequestId': AWS_ID } },
  ),
  'cloudfront-403': html(403, page('ERROR: The request could not be satisfied', '<h1>403 ERROR</h1>Request blocked.'), {
    headers: { Server: 'CloudFront', 'X-Amz-Cf-Id': 'kX2v_0000000000000000000000000000000000000000000000000A==' },
  }),

  'gateway-401': json(401, { message: 'Unauthorized' }),
  'oauth-401': json(
    401,
    { error: 'invalid_token', error_description: 'The access token expired' },
    {
      headers: { 'WWW-Authenticate': 'Bearer error="invalid_token"' },
    },
  ),
  'basic-401': text(401, 'Authorization Required', { headers: { 'WWW-Authenticate': 'Basic realm="tools"' } }),
  'kong-429': json(429, { message: 'API rate limit exceeded' }, { headers: { Server: 'kong', 'Retry-After': '1' } }),
  'azure-front-door-403': html(403, page('Azure WAF', 'The request is blocked.'), {
    headers: { 'x-azure-ref': '20261130T101530Z-r1fa0000000000' },
  }),
  'f5-rejected': html(
    200,
    page('Request Rejected', 'The requested URL was rejected. Your support ID is: 18446744073709551615'),
  ),
  'akamai-403': html(
    403,
    '<HTML><HEAD><TITLE>Access Denied</TITLE></HEAD>' +
      '<BODY>Reference&#32;&#35;18&#46;6f2b1002&#46;1732700000&#46;1a2b3c</BODY></HTML>',
    { headers: { Server: 'AkamaiGHost' } },
  ),
  'transparent-proxy-407': html(407, page('Proxy Authentication Required', ''), { headers: { Server: 'squid/6.6' } }),
  'captive-portal-511': html(511, page('Login', '<form action="/login"></form>')),

  'cloudflare-403': html(403, page('Attention Required! | Cloudflare', `Cloudflare Ray ID: ${RAY}`), CLOUDFLARE),
  'cloudflare-520': text(520, 'error code: 520', CLOUDFLARE),
  'cloudflare-521': text(521, 'error code: 521', CLOUDFLARE),
  'cloudflare-522': text(522, 'error code: 522', CLOUDFLARE),
  'cloudflare-523': text(523, 'error code: 523', CLOUDFLARE),
  'cloudflare-524': html(
    524,
    page('acme.example.com | 524: A timeout occurred', `<h1>A timeout occurred</h1><p>Ray ID: ${RAY}</p>`),
    CLOUDFLARE,
  ),
  'cloudflare-525': text(525, '', CLOUDFLARE),
  'cloudflare-526': text(526, '', CLOUDFLARE),
  'cloudflare-530': text(530, 'error code: 1033', CLOUDFLARE),
  'access-login-page': html(
    200,
    page('Sign in ・ Cloudflare Access', '<form action="/login"><input name="email"></form>'),
    CLOUDFLARE,
  ),
  'access-login-redirect': redirect(302, 'https://acme.cloudflareaccess.com/cdn-cgi/access/login/appsmith.example.com'),
} as const;
