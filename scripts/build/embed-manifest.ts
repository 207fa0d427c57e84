import { readFileSync } from 'node:fs';
import type { Plugin } from 'esbuild';

/** The plain build's way: pipe.yml's text travels inside the program, which parses and compiles it at every start. */
export const embedManifest: Plugin = {
  name: 'embed-manifest',
  setup({ onLoad }) {
    onLoad({ filter: /src[\\/]manifest[\\/]manifest\.ts$/ }, ({ path }) => {
      const source = readFileSync(path, 'utf8');
      const text = JSON.stringify(readFileSync('pipe.yml', 'utf8'));
      const contents = source.replace(/readFileSync\(new URL\([^)]*\), 'utf8'\)/, () => text);
      if (contents === source)
        throw new Error('src/manifest/manifest.ts no longer reads pipe.yml as the build expects');
      return { contents, loader: 'ts' };
    });
  },
};
