/**
 * What src/ uses of the package's ES modules, in the form in which Node imports the package: no bundler can follow how
 * its main file loads the others.
 */
import {
  findNodeAtLocation,
  parseTree,
  printParseErrorCode,
  visit,
} from '../../node_modules/jsonc-parser/lib/esm/main.js';

export default { findNodeAtLocation, parseTree, printParseErrorCode, visit };
