import type { Remarks } from '../text/remarks.ts';

/** Other kinds of token than the Continuous Delivery page makes; the deploy endpoint answers them with 401. */
const OTHER_KINDS = ['mcp_', 'apt_', 'ast_'];

/**
 * Reads a token as people paste it: with white space around it, or `Bearer` in front. Remarks never repeat the text.
 */
export function readToken(text: string, remarks: Remarks): string | undefined {
  const trimmed = text.trim();
  const token = trimmed.replace(/^(authorization:\s?)?bearer(\s|$)/i, '').trim();
  if (token === '') return remarks.problem('holds no token, only the word Bearer.');
  if (/^\$\{?[A-Za-z_]\w*\}?$/.test(token)) {
    return remarks.problem(
      'holds a reference that Bitbucket did not replace. Check that this variable exists in this repository, workspace or deployment environment.',
    );
  }
  if (token.startsWith('<') && token.endsWith('>'))
    return remarks.problem('is a placeholder from an example. Set the real token instead.');
  if (!/^[\x21-\x7e]+$/.test(token)) {
    return remarks.problem(
      'has white space, a control character or a letter outside ASCII inside. Copy the token again from Appsmith, in one piece.',
    );
  }
  remarks.secret(token);
  if (trimmed !== text) remarks.warning('has white space or a line break around it: removed.');
  if (token !== trimmed) remarks.warning('starts with "Bearer": removed, since the pipe adds it.');
  if (OTHER_KINDS.some((beginning) => token.startsWith(beginning)))
    remarks.warning(
      'is another kind of token (mcp_, apt_, ast_), for which this endpoint returns 401. Use the one from Git Settings > Continuous Delivery.',
    );
  return token;
}
