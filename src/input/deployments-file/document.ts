import { Composer, type CST, type ErrorCode, LineCounter, Parser, type YAMLError } from 'yaml';
import type { Source } from './frame.ts';
import { maskedText } from './masked-text.ts';
import type { FileProblem } from './problem.ts';
import { placeOf } from './tree.ts';

/** The file as YAML's reader understands it. */
export interface YamlDocument extends Pick<Source, 'position'> {
  /** Top node as `yaml` composes it; null for a file without any. Its nesting is bounded. */
  readonly contents: unknown;
  /** Empty when the file is one document of valid YAML. */
  readonly problems: readonly FileProblem[];
  /** Makes what code frames need, on demand since it takes time. */
  readonly source: () => Source;
}

/** Levels of nesting; a deployments file needs four. Some thousands would exhaust the stack. */
export const MOST_LEVELS = 100;

/** `expand.ts` finds duplicate keys: `yaml` compares each key with each other one, minutes for 100,000 keys. */
const OPTIONS = { schema: 'core', resolveKnownTags: false, stringKeys: true, uniqueKeys: false } as const;

/** Reads YAML 1.2: all syntax errors at once, one for each line. Never throws; the time is linear. */
export function readYaml(text: string): YamlDocument {
  const { tokens, tooDeep } = parse(text);
  const lines = lineCounter(text);
  const documents = [...new Composer(OPTIONS).compose(tokens, true, text.length)];
  const contents = documents.map((document) => document.contents);
  const errors = documents.flatMap((document) => [...document.errors, ...document.warnings]);
  let problems = tooDeep === undefined ? brokenLines(text) : [problemAt(tooDeep, 1, BY_CODE.RESOURCE_EXHAUSTION)];
  if (problems.length === 0) problems = syntaxErrors(errors, tokens, lines);
  const isValid = problems.length === 0;
  const second = documents[1];
  if (isValid && second !== undefined) problems = [problemAt(second.range[0], 3, BY_CODE.MULTIPLE_DOCS)];
  const position = lines.linePos;
  return {
    contents: contents[0],
    problems,
    position,
    source: () => ({ lines: maskedText(contents, text, isValid).split(/\r?\n/), position }),
  };
}

/** The parser of `yaml` can count lines too, but after an error it misses those of a block (| or >). */
function lineCounter(text: string): LineCounter {
  const lines = new LineCounter();
  lines.addNewLine(0);
  for (const { index } of text.matchAll(/\n/g)) lines.addNewLine(index + 1);
  return lines;
}

function problemAt(start: number, length: number, message: string): FileProblem {
  return { ...placeOf({ start, end: start + length }), message };
}

function syntaxErrors(errors: readonly YAMLError[], tokens: readonly CST.Token[], lines: LineCounter): FileProblem[] {
  /** Where quoted texts begin, by their ends: `yaml` reports a missing quote at the end. */
  const quotes = new Map<number, number>();
  if (errors.some(isOpenQuote))
    for (const { token } of nested(tokens))
      if (token.type.endsWith('-quoted-scalar'))
        quotes.set(token.offset + (token as CST.FlowScalar).source.length, token.offset);
  const problems = new Map<number, FileProblem>();
  for (const error of errors.toSorted((one, other) => one.pos[0] - other.pos[0])) {
    const [at, end] = error.pos;
    const start = isOpenQuote(error) ? (quotes.get(at) as number) : at;
    const { line } = lines.linePos(start);
    // Further errors of a line are mostly the same mistake.
    if (!problems.has(line)) problems.set(line, problemAt(start, end - start, explainSyntax(error)));
  }
  return [...problems.values()];
}

/** Lines that YAML takes for something else: its errors would be misleading, or point to a later line. */
const BROKEN_LINES: readonly (readonly [line: RegExp, message: string])[] = [
  [
    /^(<{7}|={7}|>{7})(?: .*)?$/gm,
    'This is a conflict marker of Git. Resolve the conflict, and commit the file again.',
  ],
  [
    /^[ \t]*(\u00a0)/gm,
    'This line is indented with no-break spaces (U+00A0), which YAML takes for text. Use ordinary spaces.',
  ],
  [/^[ \t]*(-)(?=[A-Za-z]+:(?:\s|$))/gm, 'The space after the - is missing. Write "- " before the key.'],
];

function brokenLines(text: string): FileProblem[] {
  return BROKEN_LINES.flatMap(([line, message]) =>
    Array.from(text.matchAll(line), ({ 0: written, 1: wrong = '', index }) =>
      problemAt(index + written.indexOf(wrong), wrong.length, message),
    ),
  );
}

/** @returns no tokens when one is nested too deeply, but its offset */
function parse(text: string): { readonly tokens: readonly CST.Token[]; readonly tooDeep?: number } {
  try {
    const tokens = [...new Parser().parse(text)];
    for (const { token, level } of nested(tokens))
      if (level > MOST_LEVELS) return { tokens: [], tooDeep: token.offset };
    return { tokens };
  } catch (error) {
    if ((error as Error).name !== 'RangeError') throw error;
    // After a bracket that is not closed `yaml` recurses until the stack is full, at the last line.
    return { tokens: [], tooDeep: text.lastIndexOf('\n') + 1 };
  }
}

/** The tokens, and those in them. Without recursion: there may be 100,000 levels. */
function* nested(tokens: readonly CST.Token[]): Generator<{ readonly token: CST.Token; readonly level: number }> {
  const open = tokens.map((token) => ({ token, level: 0 }));
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    yield next;
    const { token, level } = next;
    const inner: (CST.Token | null | undefined)[] = [];
    if ('items' in token) for (const { key, value } of token.items) inner.push(key, value);
    else if ('value' in token) inner.push(token.value);
    for (const child of inner) if (child) open.push({ token: child, level: level + 1 });
  }
}

const MISALIGNED =
  'The indentation does not fit the lines before. Align keys of one deployment, and items of one list, in the ' +
  'same column.';

/** The messages of `yaml` are not shown: some repeat the file's text, which may be a token. */
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

function explainSyntax({ code, message }: YAMLError): string {
  return BY_MESSAGE.find(([beginning]) => beginning.test(message))?.[1] ?? BY_CODE[code];
}

function isOpenQuote({ message }: YAMLError): boolean {
  return OPEN_QUOTE.test(message);
}
