import { type Mistake, mistakeIn, type Remarks } from '../text/remarks.ts';

/** Appsmith's tokens have hundreds of characters; less than this is a word, a branch or an id. */
export const SHORTEST_TOKEN = 8;

const ALONE = 'Set the token alone, as Appsmith shows it behind "Bearer".';
const AGAIN = 'Copy the token again from Appsmith, in one piece.';
const PLACEHOLDER = 'is a placeholder, not a token. Set the real token instead.';

/** What people set instead of a token. Problems do not repeat it. */
const NO_TOKENS: readonly Mistake[] = [
  [/^$/, 'holds no token, only the word Bearer.'],
  [
    /^\$\{?[A-Za-z_]\w*\}?$/,
    'is a reference that Bitbucket did not replace. Check that this variable exists in this repository, workspace ' +
      'or deployment environment.',
  ],
  [
    /^(?:%\w+%|[#$]?\{{1,2}\s*[\w.]+\s*\}{1,2}#?)$/,
    'holds a reference as another tool writes it. In Bitbucket a reference is $NAME, with the name of a ' +
      'secured variable.',
  ],
  [/^<.*>$/s, 'is a placeholder from an example. Set the real token instead.'],
  [
    /^(?:x{3,}|[*•.…_-]{3,}|change[-_ ]?me|to[-_ ]?do|tbd|null|undefined|none|nil|true|false|placeholder)$/i,
    PLACEHOLDER,
  ],
  [/^(?:your|my|insert|enter|paste|replace|put|the)[-_ ][-_ a-z]*$/i, PLACEHOLDER],
  [/^(?:dummy|example|sample|fake|test|secret|api|access|bearer)[-_ ]?(?:token|key|secret)$/i, PLACEHOLDER],
  [/(?:^|\s)curl(?:\.exe)?\s/, `is a curl line, not a token. ${ALONE}`],
  [/^(?:-H|--header)[\s=]/, `is an option of curl, not a token. ${ALONE}`],
  [/^[a-z][a-z\d+.-]*:\/\//i, `is an address, not a token. ${ALONE}`],
  [/^\{[^"']*["'][^:]*:.*\}$/s, `is JSON, not a token. ${ALONE}`],
  [
    /^(?:export\s+)?(?:[A-Z]+(?:_[A-Z]+)+|(?:[Bb]earer_)?[Tt]oken)\s*[=:]\s*\S/,
    `has a name and = or : in front. ${ALONE}`,
  ],
  [/^(?:bearer|token|basic|digest|api-?key|authorization)\s*:?\s/i, `has another word in front of it. ${ALONE}`],
  [
    /^[\w.-]{16,}\s*[,;]\s*[\w.-]{16,}$/,
    "holds two tokens. Write a list of them, ['$ONE', '$TWO'], for as many applications.",
  ],
  [/[“”„‟‘’‚‛«»]/, 'has typographic quotes. Remove them.'],
  [/[\p{Cf}]/u, `has an invisible character. ${AGAIN}`],
  [/[\r\n]/, `is split over several lines. ${AGAIN}`],
  [/\s/, `has white space inside. ${AGAIN}`],
  [/[^\x21-\x7e]/, `has a control character or a letter outside ASCII. ${AGAIN}`],
  [/^[\da-f]{24}$/, 'has the form of an application id, and a token is longer. The token and the id may be swapped.'],
];

/** Whether a token is really the name of a variable, which is no secret. */
export function isVariableName(text: string): boolean {
  return /^[A-Z]+(?:_[A-Z]+)+$/.test(text);
}

/**
 * Reads a token as people paste it: with white space around it, or `Bearer` in front. Remarks never repeat the text.
 */
export function readToken(text: string, remarks: Remarks): string | undefined {
  const trimmed = text.trim();
  const token = trimmed.replace(/^(authorization:\s?)?bearer(\s|$)/i, '').trim();
  const problem = mistakeIn(token, NO_TOKENS);
  if (problem !== undefined) return remarks.problem(problem);
  if (isVariableName(token)) return remarks.problem(`is the name of a variable, not its value. Write it as $${token}.`);
  if (token.length < SHORTEST_TOKEN)
    return remarks.problem(`has ${token.length} characters, and a token has far more. Copy it again from Appsmith.`);
  remarks.secret(token);
  if (trimmed !== text) remarks.warning('has white space or a line break around it: removed.');
  if (token !== trimmed) remarks.warning('starts with "Bearer": removed, since the pipe adds it.');
  if (/^(?:mcp|apt|ast)_/.test(token))
    remarks.warning(
      'is another kind of token (mcp_, apt_, ast_), for which this endpoint returns 401. Use the one from Git ' +
        'Settings > Continuous Delivery.',
    );
  return token;
}
