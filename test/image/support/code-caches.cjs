// Prints which code caches a folder of the built program has, and which of them V8 rejects under its current flags.
const { readdirSync, readFileSync } = require('node:fs');
const { join } = require('node:path');
const { Script } = require('node:vm');

const folder = process.argv.at(-1);
const caches = readdirSync(folder).filter((name) => name.endsWith('.cache'));
const rejected = caches.filter((name) => {
  const filename = join(folder, name.slice(0, -'.cache'.length));
  const cachedData = readFileSync(join(folder, name));
  return new Script(readFileSync(filename, 'latin1'), { filename, cachedData }).cachedDataRejected;
});
console.log(JSON.stringify({ caches, rejected }));
