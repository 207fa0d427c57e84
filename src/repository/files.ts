/** The files of a repository. */
export interface RepositoryFiles {
  /** From the repository's root, with `/`. */
  readonly paths: readonly string[];
  /** Files and folders that are not checked, such as links that leave the clone. */
  readonly unread: readonly string[];
  /** @returns the text, without a byte order mark; undefined for an unread file */
  text(path: string): string | undefined;
}

/** What Appsmith reads: files of the root, and everything in some folders. */
export const ROOT_FILES = ['metadata.json', 'application.json', 'theme.json'] as const;
export const FOLDERS = ['pages', 'datasources', 'jslibs', 'source modules', 'queries', 'jsobjects'] as const;

/** The newest file format, and the only one whose structure is checked. */
export const CURRENT_FORMAT = 5;
/** The only format that has queries and JS objects in the root. */
const FLAT_FORMAT = 1;

export type Role =
  | { readonly kind: 'page' | 'query' | 'js-object'; readonly page: string }
  | {
      readonly kind: 'widget';
      readonly page: string;
      /** Folders below `widgets`, the outermost first. */
      readonly folders: readonly string[];
      readonly name: string;
    }
  | { readonly kind: 'module'; readonly name: string }
  | { readonly kind: 'body' | 'second-page' | 'stray' | 'other' };

const PAGE = /^pages\/([^/]+)\/([^/]+)\.json$/;
const WIDGET = /^pages\/([^/]+)\/widgets\/((?:[^/]+\/)*)([^/]+)\.json$/;
const QUERY_OR_JS_OBJECT = /^pages\/([^/]+)\/(queries|jsobjects)\/([^/]+)\/([^/]+)$/;
const MODULE = /^source modules\/(.+)\.json$/;
const OTHER = /^(?:pages\/[^/]+\/module instances\/|source modules\/|(?:datasources|jslibs)\/[^/]+\.json$)/;

/** The role of a file in one of the folders, in the current format. */
export function roleOf(path: string): Role {
  const asPage = PAGE.exec(path);
  if (asPage !== null) {
    const [, page = '', file = ''] = asPage;
    return sameName(page, file) ? { kind: 'page', page } : { kind: 'second-page' };
  }
  const asWidget = WIDGET.exec(path);
  if (asWidget !== null) {
    const [, page = '', folders = '', name = ''] = asWidget;
    return { kind: 'widget', page, folders: folders.split('/').slice(0, -1), name };
  }
  const asPart = QUERY_OR_JS_OBJECT.exec(path);
  if (asPart !== null) {
    const [, page = '', folder, name = '', file = ''] = asPart;
    if (file === 'metadata.json') return { kind: folder === 'queries' ? 'query' : 'js-object', page };
    return { kind: sameName(name + (folder === 'queries' ? '.txt' : '.js'), file) ? 'body' : 'stray' };
  }
  const [, name] = MODULE.exec(path) ?? [];
  if (name !== undefined) return { kind: 'module', name };
  return { kind: OTHER.test(path) ? 'other' : 'stray' };
}

/** Whether Appsmith reads a file at all, in this format. */
export function isRead(path: string, format: number | undefined): boolean {
  const folder = path.slice(0, Math.max(0, path.indexOf('/')));
  if (folder === 'queries' || folder === 'jsobjects') return format === FLAT_FORMAT;
  return (FOLDERS as readonly string[]).includes(folder);
}

/** macOS may write accents in another Unicode form than Appsmith. */
export function sameName(one: string, other: string): boolean {
  return one === other || one.normalize('NFC') === other.normalize('NFC');
}
