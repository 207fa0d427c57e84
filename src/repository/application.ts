import { CURRENT_FORMAT, isRead, type RepositoryFiles, ROOT_FILES, type Role, roleOf } from './files.ts';
import { conflictIn, readJson } from './json-text.ts';

export type JsonObject = Readonly<Record<string, unknown>>;

/** A page, a query or a JS object. */
export interface Entity {
  readonly kind: 'page' | 'query' | 'js-object';
  readonly path: string;
  /** Folder of the page. */
  readonly page: string;
  /** What the rules need of the file; undefined when it could not be read. */
  readonly facts: EntityFacts | undefined;
}

interface EntityFacts {
  readonly hasContent: boolean;
  readonly hasLayout: boolean;
  readonly name: unknown;
  readonly pageId: unknown;
  /** The JS object that a query is a function of. */
  readonly collectionId: unknown;
  readonly gitSyncId: unknown;
}

export interface Widget extends Extract<Role, { kind: 'widget' }> {
  readonly path: string;
  readonly isRead: boolean;
  readonly parentId: unknown;
  /** The ids of its tabs, when it has several. */
  readonly tabs: readonly unknown[] | undefined;
}

/** A file that cannot be read as what it should be, and where. */
export interface Broken {
  readonly path: string;
  readonly offset: number;
  readonly reason: string;
}

/** What the rules check. It holds no text: a repository may have thousands of files. */
export interface Application extends Readonly<Parts> {
  /** Whether there is such a file, or may be in a folder that was not read. */
  readonly has: (path: string) => boolean;
  /** Whether a part of pages/ was not read. */
  readonly hasUnreadPages: boolean;
  /** fileFormatVersion; undefined when it cannot be known. */
  readonly format: number | undefined;
  readonly metadata: JsonObject | undefined;
  readonly application: JsonObject | undefined;
  readonly conflicts: readonly Broken[];
  readonly invalid: readonly Broken[];
  /** Number of files. */
  readonly checked: number;
}

interface Parts {
  readonly entities: Entity[];
  readonly widgets: Widget[];
  readonly bodies: string[];
  readonly secondPages: string[];
  readonly strays: string[];
  /** Modules of packages that the application uses. */
  readonly modules: string[];
}

export const CONTENT = {
  page: 'unpublishedPage',
  query: 'unpublishedAction',
  'js-object': 'unpublishedCollection',
} as const;

/** Reads what the rules need, file by file. */
export function readApplication(files: RepositoryFiles): Application {
  const known = new Set(files.paths);
  const reader = new Reader(files);
  const [metadata, application] = ROOT_FILES.map((path) => (known.has(path) ? reader.object(path) : undefined));
  const format = formatOf(metadata, files.paths);
  const parts: Parts = { entities: [], widgets: [], bodies: [], secondPages: [], strays: [], modules: [] };
  for (const path of files.paths) if (isRead(path, format)) sort(path, reader.object(path), parts);
  return {
    has: (path) => known.has(path) || files.unread.some((unread) => `${path}/`.startsWith(`${unread}/`)),
    hasUnreadPages: files.unread.some((path) => /^pages(?:\/|$)/.test(path)),
    format,
    metadata,
    application,
    ...parts,
    conflicts: reader.conflicts,
    invalid: reader.invalid,
    checked: reader.checked,
  };
}

class Reader {
  readonly conflicts: Broken[] = [];
  readonly invalid: Broken[] = [];
  checked = 0;
  readonly #files: RepositoryFiles;

  constructor(files: RepositoryFiles) {
    this.#files = files;
  }

  /** @returns undefined for a file that is not JSON, broken or unread */
  object(path: string): JsonObject | undefined {
    const text = /\.(?:json|js|txt)$/.test(path) ? this.#files.text(path) : undefined;
    if (text === undefined) return undefined;
    this.checked += 1;
    const offset = conflictIn(text);
    if (offset !== undefined) this.conflicts.push({ path, offset, reason: '' });
    else if (path.endsWith('.json')) {
      const reading = readJson(text);
      if (reading.kind === 'value') return asObject(reading.value) ?? {};
      this.invalid.push({ path, offset: reading.offset, reason: reading.reason });
    }
    return undefined;
  }
}

function sort(path: string, value: JsonObject | undefined, parts: Parts): void {
  const role = roleOf(path);
  switch (role.kind) {
    case 'widget':
      parts.widgets.push({
        ...role,
        path,
        isRead: value !== undefined,
        parentId: value?.['parentId'],
        tabs: tabs(value),
      });
      break;
    case 'page':
    case 'query':
    case 'js-object':
      parts.entities.push({ ...role, path, facts: value && factsOf(value, role.kind) });
      break;
    case 'module':
      parts.modules.push(moduleName(role.name, value));
      break;
    case 'body':
      parts.bodies.push(path);
      break;
    case 'second-page':
      parts.secondPages.push(path);
      break;
    case 'stray':
      parts.strays.push(path);
      break;
  }
}

function factsOf(value: JsonObject, kind: Entity['kind']): EntityFacts {
  const content = asObject(value[CONTENT[kind]]);
  const layouts = content?.['layouts'];
  const layout = Array.isArray(layouts) ? asObject(layouts[0]) : undefined;
  return {
    hasContent: content !== undefined,
    hasLayout: asObject(layout?.['dsl']) !== undefined,
    name: content?.['name'],
    pageId: content?.['pageId'],
    collectionId: content?.['collectionId'],
    gitSyncId: value['gitSyncId'],
  };
}

/** With one tab, Appsmith puts every child into it. Where a tab has no id, the tabs are not checked. */
function tabs(widget: JsonObject | undefined): unknown[] | undefined {
  const children = widget?.['children'];
  const isTabs = typeof widget?.['type'] === 'string' && widget['type'].startsWith('TABS_WIDGET');
  if (!isTabs || !Array.isArray(children) || children.length < 2) return undefined;
  const ids = children.map((child) => asObject(child)?.['widgetId']);
  return ids.every((id) => typeof id === 'string') ? ids : undefined;
}

/** `Orders (package Shop)`. */
function moduleName(name: string, value: JsonObject | undefined): string {
  const packageName = value?.['packageName'];
  return typeof packageName === 'string' ? `${name} (package ${packageName})` : name;
}

/** Without a version in metadata.json, page files show the current format. */
function formatOf(metadata: JsonObject | undefined, paths: readonly string[]): number | undefined {
  const format = metadata?.['fileFormatVersion'];
  if (format !== undefined) return Number(format);
  return paths.some((path) => roleOf(path).kind === 'page') ? CURRENT_FORMAT : undefined;
}

export function asObject(value: unknown): JsonObject | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as JsonObject) : undefined;
}
