/**
 * The package's ES modules, in the form in which Node imports the package: no bundler can follow how its main file
 * loads the others.
 */
export * as default from '../../node_modules/jsonc-parser/lib/esm/main.js';
