import { stripTypeScriptTypes } from 'node:module';

/** Jest's transformer: the project's TypeScript is erasable, so Node itself turns it into JavaScript, line for line. */
export default { process: (source) => ({ code: stripTypeScriptTypes(source) }) };
