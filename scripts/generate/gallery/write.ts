import { writeFileSync } from 'node:fs';
import { gallery } from './gallery.ts';

/** `npm run generate`: runs the built pipe in every scene and writes docs/gallery.md. */
writeFileSync('docs/gallery.md', await gallery());
console.log('written: docs/gallery.md');
