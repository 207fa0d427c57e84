// A name server on 192.0.2.54 that answers by the first label of a name: `refused`, `servfail`, `silent`, `slow` (after
// 2 s), `moves` (first to an address with a closed port). Other names are Appsmith's. Logs each question to a file.
const { appendFileSync } = require('node:fs');
const { createServer } = require('node:net');
const { createSocket } = require('node:dgram');

const HOST = '192.0.2.54';
const A = 1;
const [, , log] = process.argv;
const CODES = { servfail: 2, missing: 3, refused: 5 };
const moved = { at: undefined };

const socket = createSocket('udp4');
socket.on('message', (question, { port, address }) => {
  const { name, type, end } = read(question);
  const label = name.split('.')[0];
  appendFileSync(log, `${name} ${type}\n`);
  if (label === 'silent') return;
  const answer = Buffer.from(question.subarray(0, end));
  answer.writeUInt16BE(0x8180 | (CODES[label] ?? 0), 2);
  answer.writeUInt32BE(0, 8); // neither authorities nor additional records
  const address4 = type === A && CODES[label] === undefined ? addressFor(label) : undefined;
  answer.writeUInt16BE(address4 === undefined ? 0 : 1, 6);
  const record =
    address4 === undefined ? Buffer.alloc(0) : Buffer.from([0xc0, 12, 0, A, 0, 1, 0, 0, 0, 0, 0, 4, ...address4]);
  setTimeout(() => socket.send(Buffer.concat([answer, record]), port, address), label === 'slow' ? 2_000 : 0);
});
socket.bind(53, HOST, () => createServer().listen(53, HOST));

/** The questions of one attempt come together. */
function addressFor(label) {
  if (label !== 'moves') return [192, 0, 2, 10];
  moved.at ??= Date.now();
  return Date.now() - moved.at < 500 ? [192, 0, 2, 33] : [192, 0, 2, 10];
}

function read(question) {
  const labels = [];
  let at = 12;
  for (; question[at] !== 0; at += question[at] + 1)
    labels.push(question.toString('latin1', at + 1, at + 1 + question[at]));
  return { name: labels.join('.').toLowerCase(), type: question.readUInt16BE(at + 1), end: at + 5 };
}
