import type { Reading } from '../appsmith/endpoint.ts';

/** A bearer token, and what was done to the text to get it. */
export interface Token {
  readonly token: string;
  /** Warnings, as clauses that follow the variable's name. They never hold the token. */
  readonly notes: readonly string[];
}

/** Other kinds of token than the Continuous Delivery page makes; the deploy endpoint answers them with 401. */
const OTHER_KINDS = ['mcp_', 'apt_', 'ast_'];

/** Reads a token as people paste it: with white space around it, or `Bearer` in front. Problems never repeat the text. */
export function readToken(text: string): Reading<Token> {
  const notes: string[] = [];
  const trimmed = text.trim();
  if (trimmed !== text) notes.push('has white space or a line end around it: dropped.');
  const token = trimmed.replace(/^(authorization:\s?)?bearer(\s|$)/i, '').trim();
  if (token !== trimmed) notes.push('starts with "Bearer": dropped, the pipe adds it.');
  if (token === '') return { problem: 'holds no token, only the word Bearer.' };
  // Asked twice, since an expression takes its time at its first use, and hardly any token begins so.
  if (token.startsWith('$') && /^\$\{?[A-Za-z_]\w*\}?$/.test(token)) {
    return {
      problem:
        'holds a reference that Bitbucket did not replace. Check that this variable exists in this repository or deployment environment.',
    };
  }
  if (token.startsWith('<') && token.endsWith('>'))
    return { problem: 'is a placeholder from an example. Put the real token there.' };
  if (!/^[\x21-\x7e]+$/.test(token)) {
    return {
      problem:
        'has white space, a control character or a letter outside ASCII inside. Copy the token again from Appsmith, in one piece.',
    };
  }
  if (OTHER_KINDS.some((beginning) => token.startsWith(beginning))) {
    notes.push(
      'is another kind of token (mcp_, apt_, ast_), which this endpoint answers with 401. Take the one from Git Settings > Continuous Delivery.',
    );
  }
  return { value: { token, notes } };
}
