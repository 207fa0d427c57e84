// The floor for many: COUNT requests, CONCURRENCY at once, over one keep-alive agent of Node's own http.
const { Agent, request } = require('node:http');
const { URL: address, COUNT, CONCURRENCY } = process.env;
const agent = new Agent({ keepAlive: true });
let left = Number(COUNT);

function next() {
  if (left === 0) return;
  left -= 1;
  request(
    address,
    { method: 'POST', agent, headers: { authorization: 'Bearer x', 'content-length': '0' } },
    (response) => {
      let body = '';
      response.on('data', (chunk) => {
        body += chunk;
      });
      response.on('end', () => {
        if (!JSON.parse(body).responseMeta.success) process.exitCode = 1;
        next();
      });
    },
  ).end();
}

for (let lane = 0; lane < Number(CONCURRENCY); lane += 1) next();
process.on('beforeExit', () => agent.destroy());
