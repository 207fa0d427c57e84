import { chmodSync, copyFileSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { type BuildOptions, build } from 'esbuild';
import { BIN, CHUNKS, ENTRY, splitIntoChunks } from './chunks.ts';
import { lazyBuiltins } from './lazy-builtins.ts';
import { compiledSchemas, embeddedManifest } from './manifest.ts';
import { standIns } from './stand-ins.ts';
import { warmCaches } from './warm-caches.ts';

/**
 * `npm run build` makes dist/, or the folder that `--outdir` names. `--plain` leaves out what only makes the program
 * faster: one file, everything done at run time. `--sourcemap` writes a source map beside each file, with the text of
 * all that was bundled.
 */
const { values } = parseArgs({
  options: {
    plain: { type: 'boolean', default: false },
    sourcemap: { type: 'boolean', default: false },
    outdir: { type: 'string', default: 'dist' },
  },
});
// Replaced at once when all is there: another process may run the program meanwhile. Always the same name, since V8's
// caches depend on it.
const outdir = `${values.outdir}-new`;
const bin = join(outdir, BIN);

const common: BuildOptions = {
  bundle: true,
  platform: 'node',
  target: 'node24',
  format: 'cjs',
  charset: 'ascii',
  legalComments: 'none',
  logLevel: 'warning',
  alias: { 'jsonc-parser': resolve('scripts/build/jsonc-parser.js') },
  sourcemap: values.sourcemap && 'external',
  // esbuild does not know that this Node has the flag `v`, and would have each such expression compiled anew at every
  // use.
  supported: { 'dynamic-import': false, 'regexp-set-notation': true },
};

rmSync(outdir, { recursive: true, force: true });
mkdirSync(outdir, { recursive: true });
try {
  if (values.plain) await buildPlain();
  else await buildFast();
  chmodSync(bin, 0o755);
  rmSync(values.outdir, { recursive: true, force: true });
  renameSync(outdir, values.outdir);
} finally {
  rmSync(outdir, { recursive: true, force: true });
}

async function buildPlain(): Promise<void> {
  await build({
    ...common,
    entryPoints: [ENTRY.source],
    outfile: bin,
    plugins: [embeddedManifest],
    banner: { js: '#!/usr/bin/env node' },
  });
}

async function buildFast(): Promise<void> {
  const { plugin, check } = standIns();
  for (const [name, source] of Object.entries({ [ENTRY.name]: ENTRY.source, ...CHUNKS })) {
    await build({
      ...common,
      entryPoints: [source],
      outfile: join(outdir, `${name}.js`),
      minify: true,
      plugins: [splitIntoChunks, compiledSchemas, lazyBuiltins, plugin],
      inject: ['scripts/build/lazy-globals.js'],
      define: {
        'Intl.ListFormat': 'LazyListFormat',
        ReadableStream: 'LazyReadableStream',
        FormData: 'LazyFormData',
        TextDecoder: 'LazyTextDecoder',
        'globalThis.TextDecoder': 'LazyTextDecoder',
      },
      // The loader runs a file as a script whose value is this function.
      banner: { js: '(function(require,module,exports){' },
      footer: { js: '})' },
    });
  }
  check();
  copyFileSync('scripts/build/loader.cjs', bin);
  await warmCaches(outdir);
}
