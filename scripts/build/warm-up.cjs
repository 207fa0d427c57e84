// Runs the built program a few times in one process, as the loader would, then keeps V8's compiled code of every file
// beside it. The cache then holds what is compiled lazily too, which one made before execution would not.
//   node warm-up.cjs DIST ENVIRONMENTS   (a JSON list of environments, one for each run)
'use strict';
const { readFileSync, writeFileSync } = require('node:fs');
const { createRequire } = require('node:module');
const { setFlagsFromString } = require('node:v8');
const { Script } = require('node:vm');

// What an early run has compiled would be thrown away in a late one, or not, as the garbage collector comes by.
setFlagsFromString('--no-flush-bytecode');

const [, , dist, environments] = process.argv.splice(0); // the program gets no arguments
const requireBuiltin = createRequire(`${dist}/`);
const scripts = new Map();
const runs = JSON.parse(environments);

function script(path) {
  // A text that was a property's name is V8's only copy of it. Another one would be kept in the cache as a reference or
  // as the text itself, depending on whether the garbage collector came by: two builds would differ in eight bytes. The
  // image's test compares them.
  const [filename] = Object.keys({ [path]: true });
  if (!scripts.has(filename)) scripts.set(filename, new Script(readFileSync(filename, 'latin1'), { filename }));
  return scripts.get(filename);
}

function runProgram() {
  const loaded = new Map();
  const load = (id) => {
    if (!id.startsWith('./')) return requireBuiltin(id);
    if (!loaded.has(id)) {
      const module = { exports: {} };
      loaded.set(id, module);
      script(`${dist}/${id.slice(2)}`).runInThisContext()(load, module, module.exports);
    }
    return loaded.get(id).exports;
  };
  load('./main.js');
}

const exit = process.exit;

function next() {
  const { env, code } = runs.shift();
  for (const name of Object.keys(process.env)) delete process.env[name];
  Object.assign(process.env, env);
  // The program ends the process; here the next run follows.
  process.exit = (ended) => {
    if (ended !== code) throw new Error(`a run of the warm-up ended with ${ended} instead of ${code}`);
    setImmediate(runs.length > 0 ? next : end);
  };
  runProgram();
}

function end() {
  setFlagsFromString('--flush-bytecode'); // V8 takes a cache only under the flags that it was made with
  for (const [filename, each] of scripts) writeFileSync(`${filename}.cache`, each.createCachedData());
  exit(0);
}

next();
