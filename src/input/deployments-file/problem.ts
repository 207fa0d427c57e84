import type { Remarks } from '../../text/remarks.ts';
import type { Findings } from '../findings.ts';
import { codeFrame, type Source, WIDTH } from './frame.ts';
import type { Found, Place, TextTree, Tree } from './tree.ts';

/** What is wrong in the file, and what to do about it. */
export interface FileProblem extends Place {
  /** Sentences, without any secret. */
  readonly message: string;
  /** What the user may have meant; looked for only when the problem is shown. */
  readonly meant?: (() => string | undefined) | undefined;
}

/** Collects what is wrong in a file; notices and secrets go to the findings of the run. */
export class FileFindings {
  readonly problems: FileProblem[] = [];
  /** Values with a problem: they are not read again. */
  readonly wrong = new Set<Tree>();
  /** The findings of the whole run. */
  readonly run: Findings;

  constructor(run: Findings) {
    this.run = run;
  }

  problem({ span, written }: Place, message: string, meant?: FileProblem['meant']): undefined {
    this.problems.push({ span, written, message, meant });
  }

  /** Whether it is a text without a problem. */
  isText(found: Found): found is Found<TextTree> {
    return found.value.kind === 'text' && !this.wrong.has(found.value);
  }

  /**
   * For a reader of one value of the file.
   * @param name the key of the file, or the variable, that the reader's clauses are about
   */
  about(place: Place, name: string): Remarks {
    const problem = (message: string) => {
      const ended = message.endsWith('.') ? message : `${message}.`;
      return this.problem(place, `${name} ${inFileWords(ended)}`);
    };
    return { ...this.run.about(name), problem };
  }
}

/** The readers speak of the pipe's variables; in a file the same things are keys. */
function inFileWords(problem: string): string {
  return problem
    .replace(/^required field, since/, 'is needed, since')
    .replaceAll('BEARER_TOKEN', 'token: $NAME')
    .replaceAll('DEPLOY_ENDPOINT', 'endpoint:')
    .replaceAll('BRANCH', 'branch:');
}

/** More problems are only counted: they are mostly of the same kind. */
const MOST_PROBLEMS = 50;

/**
 * Problems as texts, in the order of the file: `file:line:column`, what is wrong, what to do, a code frame.
 * The same problem of an anchor that is used often is shown once.
 */
export function describeProblems(problems: readonly FileProblem[], source: Source, file: string): string[] {
  const distinct = new Map<string, FileProblem>();
  for (const problem of problems.toSorted((one, other) => one.span.start - other.span.start)) {
    const key = `${problem.written.start} ${problem.message}`;
    if (!distinct.has(key)) distinct.set(key, problem);
  }
  const texts = [...distinct.values()].slice(0, MOST_PROBLEMS).map((problem) => `${file}:${describe(problem, source)}`);
  const rest = distinct.size - texts.length;
  return rest > 0 ? [...texts, `${file}: ${rest} more problems are not shown. Fix these first.`] : texts;
}

function describe({ span, written, message, meant }: FileProblem, source: Source): string {
  const { line, col } = source.position(span.start);
  const [what, ...advice] = message.split(/(?<=\.) (?=[A-Z])/);
  const origin = source.position(written.start).line;
  if (origin !== line) advice.push(`The value comes from line ${origin}.`);
  const likely = meant?.();
  const question = likely === undefined ? '' : ` Did you mean ${likely}?`;
  return [`${line}:${col} ${what}${question}`, ...wrap(advice.join(' ')), ...codeFrame(source, span)].join('\n');
}

/** Breaks text into lines that fit, indented, into 120 columns of the log. */
function wrap(text: string): string[] {
  const lines: string[] = [];
  for (const word of text.split(' ').filter(Boolean)) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + word.length < WIDTH) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines;
}
