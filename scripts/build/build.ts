import { chmodSync, readFileSync, rmSync } from 'node:fs';
import { build, type Plugin } from 'esbuild';

/** The manifest's text travels inside the program: it needs no file but its own. */
const embeddedManifest: Plugin = {
  name: 'embedded-manifest',
  setup({ onLoad }) {
    onLoad({ filter: /src\/pipe\/manifest\.ts$/ }, ({ path }) => {
      const source = readFileSync(path, 'utf8');
      const text = JSON.stringify(readFileSync('pipe.yml', 'utf8'));
      const contents = source.replace(/readFileSync\(new URL\([^)]*\), 'utf8'\)/, () => text);
      if (contents === source) throw new Error('src/pipe/manifest.ts no longer reads pipe.yml as the build expects');
      return { contents, loader: 'ts' };
    });
  },
};

rmSync('dist', { recursive: true, force: true });
await build({
  entryPoints: ['src/index.ts'],
  outfile: 'dist/appsmith-deploy.cjs',
  bundle: true,
  platform: 'node',
  target: 'node24',
  format: 'cjs',
  banner: { js: '#!/usr/bin/env node' },
  plugins: [embeddedManifest],
  logLevel: 'warning',
});
chmodSync('dist/appsmith-deploy.cjs', 0o755);
