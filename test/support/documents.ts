import { globSync, readFileSync } from 'node:fs';

/** A code block of a document. */
export interface CodeBlock {
  readonly file: string;
  /** Of its first fence, from 1. */
  readonly line: number;
  /** Empty when the fence names none. */
  readonly language: string;
  readonly text: string;
}

/** Every Markdown document of the project, by its path. */
export const DOCUMENTS: readonly string[] = globSync('**/*.md', {
  exclude: (name) => ['node_modules', 'dist', 'coverage', 'test-reports', 'mutation', '.git'].includes(name),
}).sort();

/** The code blocks of a document. */
export function codeBlocks(file: string): CodeBlock[] {
  const blocks: { line: number; language: string; lines: string[] }[] = [];
  let open: (typeof blocks)[number] | undefined;
  for (const [at, line] of readFileSync(file, 'utf8').split('\n').entries()) {
    if (!line.startsWith('```')) {
      open?.lines.push(line);
    } else if (open === undefined) {
      open = { line: at + 1, language: line.slice(3).trim(), lines: [] };
      blocks.push(open);
    } else {
      open = undefined;
    }
  }
  if (open !== undefined) throw new Error(`${file}:${open.line} opens a code block that nothing closes.`);
  return blocks.map(({ lines, ...block }) => ({ file, ...block, text: lines.join('\n') }));
}

/** A document without its code blocks. */
export function prose(file: string): string {
  let code = false;
  const lines = readFileSync(file, 'utf8').split('\n');
  return lines
    .filter((line) => {
      if (line.startsWith('```')) code = !code;
      return !code && !line.startsWith('```');
    })
    .join('\n');
}

/** The rows of a document's tables, each with as many cells as it has and as the head of its table has. */
export function tableRows(file: string): { readonly row: string; readonly cells: number; readonly columns: number }[] {
  let columns = 0;
  return prose(file)
    .split('\n')
    .flatMap((line) => {
      if (!line.startsWith('|')) {
        columns = 0;
        return [];
      }
      const cells = line.split(/(?<!\\)\|/).length - 2;
      columns ||= cells;
      return [{ row: line, cells, columns }];
    });
}

/** The anchors of a document's headings, as Bitbucket names them: not as GitHub does, without anything in front. */
export function anchors(file: string): string[] {
  return prose(file)
    .split('\n')
    .filter((line) => /^#{1,6} /.test(line))
    .map((line) => {
      const words = line.replace(/^#+ /, '').toLowerCase();
      return `markdown-header-${words
        .replaceAll(/[^\w\s-]/g, '')
        .trim()
        .replaceAll(/[\s-]+/g, '-')}`;
    });
}

/** The targets of a document's links and images. */
export function links(file: string): string[] {
  return [...prose(file).matchAll(/\]\(([^()\s]+)\)/g)].map(([, target = '']) => target);
}
