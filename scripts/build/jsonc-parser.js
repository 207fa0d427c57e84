/**
 * The package's ES modules, in the form in which Node imports the package: its main file loads its parts in a way that no
 * bundler can follow.
 */
export * as default from '../../node_modules/jsonc-parser/lib/esm/main.js';
