import { chmodSync, copyFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { type BuildOptions, build } from 'esbuild';
import { compileManifest } from './compile-manifest.ts';
import { directBuiltins } from './direct-builtins.ts';
import { editSources } from './edit-sources.ts';
import { embedManifest } from './embed-manifest.ts';
import { lazyBuiltins } from './lazy-builtins.ts';
import { leanOptions } from './lean-options.ts';
import { leftOut } from './left-out.ts';
import { noDetours } from './no-detours.ts';
import { noDiagnostics } from './no-diagnostics.ts';
import { noHooks } from './no-hooks.ts';
import { noListeners } from './no-listeners.ts';
import { BIN, CHUNKS, ENTRY, LATE } from './program.ts';
import { split } from './split.ts';
import { trustedOptions } from './trusted-options.ts';
import { warmCaches } from './warm-caches.ts';

/**
 * `npm run build` makes dist/, or the folder that `--outdir` names. `--plain` leaves every trick out that only makes it faster: one file, everything done at
 * run time.
 */
const { values } = parseArgs({
  options: { plain: { type: 'boolean', default: false }, outdir: { type: 'string', default: 'dist' } },
});
const bin = join(values.outdir, BIN);

const common: BuildOptions = {
  bundle: true,
  platform: 'node',
  target: 'node24',
  format: 'cjs',
  charset: 'ascii',
  legalComments: 'none',
  logLevel: 'warning',
  // esbuild does not know that this Node has the flag `v`, and would have each such expression compiled anew at every use.
  supported: { 'dynamic-import': false, 'regexp-set-notation': true },
};

rmSync(values.outdir, { recursive: true, force: true });
if (values.plain) await buildPlain();
else await buildFast();
chmodSync(bin, 0o755);

async function buildPlain(): Promise<void> {
  await build({
    ...common,
    entryPoints: [ENTRY.source],
    outfile: bin,
    plugins: [embedManifest],
    banner: { js: '#!/usr/bin/env node' },
  });
}

async function buildFast(): Promise<void> {
  const edits = [
    ...leftOut,
    ...noDetours,
    ...noDiagnostics,
    ...noHooks,
    ...noListeners,
    ...leanOptions,
    ...trustedOptions,
  ];
  const sources = editSources(edits);
  for (const [name, source] of Object.entries({ [ENTRY.name]: ENTRY.source, ...CHUNKS, ...LATE })) {
    await build({
      ...common,
      entryPoints: [source],
      outfile: join(values.outdir, `${name}.js`),
      minify: true,
      plugins: [split, compileManifest, lazyBuiltins, directBuiltins, sources.plugin],
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
  sources.check();
  copyFileSync('scripts/build/loader.cjs', bin);
  await warmCaches(values.outdir);
}
