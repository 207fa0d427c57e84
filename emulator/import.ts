import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';

/** Codes that Appsmith answers when it cannot import what it has pulled. */
export type ImportCode = 'AE-APP-4028' | 'AE-GIT-4044' | 'AE-JSN-4049';

/** Why an import ends. */
class Refused extends Error {
  readonly code: ImportCode;

  constructor(code: ImportCode) {
    super(code);
    this.code = code;
  }
}

type Json = Record<string, unknown>;

/**
 * Reads the clone of a repository in the order of Appsmith's own reader, and ends where that throws an exception.
 * What Appsmith drops without a message, or publishes broken, is imported here too.
 * @returns the code of the answer; undefined when everything was imported
 */
export function importProblem(clone: string): ImportCode | undefined {
  try {
    importApplication(clone);
    return undefined;
  } catch (error) {
    if (error instanceof Refused) return error.code;
    throw error;
  }
}

function importApplication(clone: string): void {
  const format = Number(read(join(clone, 'metadata.json'), 'AE-APP-4028')['fileFormatVersion'] ?? 0);
  if (format === 0) throw new Refused('AE-APP-4028');
  const application = read(join(clone, 'application.json'), 'AE-APP-4028');
  for (const file of ['theme.json', ...jsonFiles(clone, 'datasources'), ...jsonFiles(clone, 'jslibs')])
    if (existsSync(join(clone, file))) read(join(clone, file));
  if (format < 5) return;
  const listed = list(application['pages']).map((page) => page['id']);
  const pages = folders(join(clone, 'pages')).filter((page) => isPage(join(clone, 'pages', page)));
  if (!pages.some((page) => listed.some((name) => same(name, page)))) throw new Refused('AE-APP-4028');
  for (const page of pages) importPage(join(clone, 'pages', page), pages);
}

/** Appsmith ignores a folder without any file that it reads. */
function isPage(folder: string): boolean {
  return [`${basename(folder)}.json`, 'widgets', 'queries'].some((name) => existsSync(join(folder, name)));
}

function importPage(folder: string, pages: readonly string[]): void {
  const page = object(read(join(folder, `${basename(folder)}.json`))['unpublishedPage']);
  if (object(list(page['layouts'])[0])['dsl'] === undefined) throw new Refused('AE-GIT-4044');
  importWidgets(join(folder, 'widgets'), undefined);
  for (const query of metadataBelow(join(folder, 'queries'))) {
    const { pageId } = object(read(query)['unpublishedAction']);
    if (!pages.some((name) => same(pageId, name))) throw new Refused('AE-JSN-4049');
  }
  for (const path of metadataBelow(join(folder, 'jsobjects'))) object(read(path)['unpublishedCollection']);
}

/** The children of a widget are in its folder. With several canvases, each names the one it belongs to. */
function importWidgets(folder: string, parent: Json | undefined): void {
  const canvases = list(parent?.['children']);
  for (const entry of existsSync(folder) ? readdirSync(folder, { withFileTypes: true }) : []) {
    const own = entry.isDirectory() ? join(folder, entry.name, `${entry.name}.json`) : join(folder, entry.name);
    if (own === join(folder, `${basename(folder)}.json`)) continue;
    const widget = existsSync(own) ? read(own) : undefined;
    const isTabs = parent?.['type'] === 'TABS_WIDGET' && canvases.length > 1;
    if (isTabs && widget && !canvases.some(({ widgetId }) => widgetId === widget['parentId']))
      throw new Refused('AE-GIT-4044');
    if (entry.isDirectory()) importWidgets(join(folder, entry.name), widget);
  }
}

/** Reads a file as Jackson does: up to the end of the first value. */
function read(path: string, code: ImportCode = 'AE-GIT-4044'): Json {
  if (!existsSync(path)) throw new Refused(code);
  const text = readFileSync(path, 'utf8').replace(/^\uFEFF/, '');
  try {
    return object(JSON.parse(text));
  } catch (error) {
    const end = /^Unexpected non-whitespace character after JSON at position (\d+)/.exec(
      String((error as Error).message),
    );
    if (end === null) throw new Refused(code);
    return object(JSON.parse(text.slice(0, Number(end[1]))));
  }
}

/** Dereferences a value as Java does. */
function object(value: unknown): Json {
  if (typeof value !== 'object' || value === null) throw new Refused('AE-GIT-4044');
  return value as Json;
}

function list(value: unknown): Json[] {
  return Array.isArray(value) ? value : [];
}

function folders(path: string): string[] {
  if (!existsSync(path)) return [];
  return readdirSync(path, { withFileTypes: true }).flatMap((entry) => (entry.isDirectory() ? [entry.name] : []));
}

function metadataBelow(path: string): string[] {
  return folders(path)
    .map((name) => join(path, name, 'metadata.json'))
    .filter((file) => existsSync(file));
}

function jsonFiles(clone: string, folder: string): string[] {
  const path = join(clone, folder);
  return (existsSync(path) ? readdirSync(path) : [])
    .filter((name) => name.endsWith('.json'))
    .map((name) => join(folder, name));
}

/** Names may come in two forms of Unicode. */
function same(one: unknown, other: string): boolean {
  return String(one).normalize() === other.normalize();
}
