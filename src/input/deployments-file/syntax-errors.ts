import type { ErrorCode } from 'yaml';

const MISALIGNED =
  'The indentation does not fit the lines before. Align keys of one deployment, and items of one list, in the ' +
  'same column.';

/** The messages of `yaml` itself are not shown: some repeat the file's text, which may be a token. */
const BY_CODE: Readonly<Record<ErrorCode, string>> = {
  ALIAS_PROPS: 'An alias (*name) cannot have an anchor or tag. Remove it.',
  BAD_ALIAS:
    'An anchor (&name) or alias (*name) has no proper name. Use letters and digits, and put a text that ' +
    'begins with & or * in quotes.',
  BAD_COLLECTION_TYPE: 'This tag (!name) does not fit. Remove it.',
  BAD_DIRECTIVE: 'This line, which begins with %, is not understood. Remove it, or put the text in quotes.',
  BAD_DQ_ESCAPE:
    'Double quotes hold a backslash with a letter that YAML does not know. Use single quotes, or write the ' +
    'backslash twice.',
  BAD_INDENT: MISALIGNED,
  BAD_PROP_ORDER: 'An anchor (&name) or tag (!name) comes before the - or ?. Put it after.',
  BAD_SCALAR_START: 'A text must not begin with @, ` or %. Put it in quotes.',
  BLOCK_AS_IMPLICIT_KEY:
    'There are two keys here. Begin a new line for the second one, in the same column, or put a text that ' +
    'holds ": " in quotes.',
  BLOCK_IN_FLOW: 'A comma is missing here between { } or [ ], or a text that holds ": " needs quotes.',
  DUPLICATE_KEY: 'This key appears twice. Keep one.',
  IMPOSSIBLE: 'This cannot be read as YAML. Check the lines before it.',
  KEY_OVER_1024_CHARS: 'This key is too long. Is a line break or a quote missing?',
  MISSING_CHAR:
    'A character is missing here. Check the colon and the space after a key, the "- " of a list item, and ' +
    'commas, quotes and brackets.',
  MULTILINE_IMPLICIT_KEY:
    'This line has no colon, or no space after its colon: it was taken for a key that continues on the next line.',
  MULTIPLE_ANCHORS: 'A value has two anchors (&name). Keep one.',
  MULTIPLE_DOCS: 'The file holds more than one YAML document. Keep one, and remove the line ---.',
  MULTIPLE_TAGS: 'A value has two tags (!name). Remove them.',
  NON_STRING_KEY: 'A key must be plain text. Write key: value.',
  RESOURCE_EXHAUSTION:
    'This is nested too deeply, or a bracket before it is not closed. A deployments file needs four levels.',
  TAB_AS_INDENT: 'The line begins with a tab. Indent with spaces.',
  TAG_RESOLVE_FAILED: 'Tags (!name) mean nothing here. Remove it, or put a text that begins with ! in quotes.',
  UNEXPECTED_TOKEN:
    'This was not expected here. Check quotes, brackets, commas and indentation; put a text with special ' +
    'characters in quotes.',
};

const OPEN_QUOTE = /^Missing closing /;

/** Common errors that share a broad code, by the fixed part of their message. */
const BY_MESSAGE: readonly (readonly [RegExp, string])[] = [
  [OPEN_QUOTE, 'A quote that begins here is not closed. Add the closing quote.'],
  [/^Implicit map keys need/, 'This line has no colon, or no space after its colon. Write key: value.'],
  [/^Sequence item without -/, MISALIGNED],
  [/^A block sequence may not be/, MISALIGNED],
  [/ at node end$/, 'A value ends before this. Put a comma or a new line between, or quotes around the whole.'],
  [/^Missing , /, 'A comma is missing between { } or [ ], or a colon.'],
  [
    /end with a [\]}]$/,
    'A { or [ is not closed. Close it, and indent its lines deeper than the key that they belong to.',
  ],
];

export function explainSyntax({ code, message }: { readonly code: ErrorCode; readonly message: string }): string {
  return BY_MESSAGE.find(([beginning]) => beginning.test(message))?.[1] ?? BY_CODE[code];
}

/** A quote that is never closed; `yaml` reports it at the end of the file. */
export function isOpenQuote({ message }: { readonly message: string }): boolean {
  return OPEN_QUOTE.test(message);
}
