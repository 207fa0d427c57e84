import { type Files, json, type Names } from './repository.ts';

/** A change of a valid repository, and what the check says of it. */
export interface Fault {
  readonly name: string;
  /** Id of the rule; absent where nothing must be found. */
  readonly rule?: string;
  readonly make: (files: Files, names: Names) => Expected;
}

export interface Expected {
  readonly path: string;
  /** What the line begins with, without its indentation; absent where any line, or none, will do. */
  readonly line?: string;
}

type Document = Record<string, unknown>;

/** Changes a JSON file. */
export function edit(files: Files, path: string, change: (document: Document) => void): void {
  const document = JSON.parse(files.get(path) as string) as Document;
  change(document);
  files.set(path, json(document));
}

/** Moves a file. */
export function move(files: Files, from: string, to: string): void {
  const text = files.get(from) as string;
  files.delete(from);
  files.set(to, text);
}

/** Moves everything below a folder. */
export function moveFolder(files: Files, from: string, to: string): void {
  for (const path of [...files.keys()].filter((each) => each.startsWith(`${from}/`)))
    move(files, path, to + path.slice(from.length));
}

/** What a key of a document holds. */
export function inside(document: Document, key: string): Document {
  return document[key] as Document;
}

const CONFLICT = ['<<<<<<< HEAD', 'one', '=======', 'other', '>>>>>>> feature/orders'];

/** Puts a conflict into a file, after its first line. */
export function conflict(files: Files, path: string, lineBreak = '\n'): Expected {
  const lines = (files.get(path) as string).split('\n');
  lines.splice(1, 0, ...CONFLICT);
  files.set(path, lines.join(lineBreak));
  return { path, line: '<<<<<<< HEAD' };
}
