// The floor: one POST with nothing but Node's own http(s).
const { URL: address, CA: ca } = process.env;
const { request } = require(address.startsWith('https:') ? 'node:https' : 'node:http');
request(address, { method: 'POST', headers: { authorization: 'Bearer x', 'content-length': '0' }, ca }, (response) => {
  let body = '';
  response.on('data', (chunk) => {
    body += chunk;
  });
  response.on('end', () => process.exit(JSON.parse(body).responseMeta.success ? 0 : 1));
}).end();
