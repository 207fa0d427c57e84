import { readFileSync, writeFileSync } from 'node:fs';
import { parse } from 'node:path';
import { argv } from 'node:process';
import { fileURLToPath } from 'node:url';

/** Where a program's ICU data lies. All offsets are in bytes from the start of the program's file. */
export interface IcuPackage {
  /**
   * The table of contents: a count, then for each file the offsets of its name and of its bytes, both from the table's
   * start.
   */
  readonly table: number;
  /** In the order of the table, which is that of the names: ICU looks them up by halving. */
  readonly entries: readonly IcuEntry[];
}

/** One file of the package, such as `icudt78l/curr/de.res`. The end of the last one is not written anywhere. */
interface IcuEntry {
  readonly name: string;
  readonly start: number;
  readonly end: number | undefined;
}

const FORMAT = Buffer.from('CmnD');
const FORMAT_OFFSET = 12;
const MAGIC = Buffer.from([0xda, 0x27]);
const MAGIC_OFFSET = 2;
const ENTRY_SIZE = 8;
const ALIGNMENT = 16;

const UNUSED_TREES = new Set(['rbnf', 'translit']);
const UNUSED_KINDS = new Set(['.cfu', '.cnv', '.dict', '.spp']);
const UNUSED_FILES = new Set(['cnvalias.icu', 'genderList.res', 'postalCodeData.res', 'unames.icu']);

/**
 * What belongs to a locale is named like one: de, zh_Hant_TW, es__TRADITIONAL. Others: root, pool, res_index,
 * supplementalData, zoneinfo64 …
 */
const LOCALE = /^(?!res_index$)[a-z]{2,3}(?:_[A-Za-z0-9_]*)?$/;
const ENGLISH = /^en(?:_|$)/;

/**
 * Whether a program that speaks English and reads no text in a legacy encoding can ask for this file, such as
 * `icudt78l/zone/en_GB.res`.
 */
export function isNeeded(name: string): boolean {
  const [, ...path] = name.split('/');
  const [tree, file] = path.length > 1 ? path : ['', path[0]];
  const { name: stem, ext: kind } = parse(file ?? '');
  if (UNUSED_TREES.has(tree ?? '') || UNUSED_KINDS.has(kind) || UNUSED_FILES.has(file ?? '')) return false;
  return kind !== '.res' || !LOCALE.test(stem) || ENGLISH.test(stem);
}

/**
 * Finds the one ICU data package of a program.
 * @throws Error when there is none or more than one: then this Node was built in an unknown way.
 */
export function findPackage(program: Buffer): IcuPackage {
  const starts: number[] = [];
  for (let at = program.indexOf(FORMAT); at >= 0; at = program.indexOf(FORMAT, at + 1)) {
    const start = at - FORMAT_OFFSET;
    const magic = start + MAGIC_OFFSET;
    if (start >= 0 && program.subarray(magic, magic + MAGIC.length).equals(MAGIC)) starts.push(start);
  }
  const [start] = starts;
  if (start === undefined || starts.length > 1) {
    throw new Error(
      `Found ${starts.length} ICU data packages where one is expected: leave small-icu.ts out for this Node.`,
    );
  }
  const table = start + program.readUInt16LE(start);
  return { table, entries: readEntries(program, table) };
}

function readEntries(program: Buffer, table: number): IcuEntry[] {
  const count = program.readUInt32LE(table);
  const rows = Array.from({ length: count }, (_, index) => {
    const row = table + 4 + index * ENTRY_SIZE;
    return { name: table + program.readUInt32LE(row), start: table + program.readUInt32LE(row + 4) };
  });
  return rows.map(({ name, start }, index) => ({
    name: program.toString('latin1', name, program.indexOf(0, name)),
    start,
    end: rows[index + 1]?.start,
  }));
}

/**
 * Writes a package of only the needed files over the one in `program`, and zeros over the rest. No address changes, and
 * no code: ICU finds fewer names in its table, and answers as if the others had never been there.
 * @returns how many files were kept, and the bytes that are now zero.
 * @throws Error when the last file is needed, since its length is not known.
 */
export function keepNeeded(program: Buffer, { table, entries }: IcuPackage): { kept: number; freed: number } {
  const needed = entries.filter((entry) => isNeeded(entry.name));
  const files = needed.map(({ name, start, end }) => {
    if (end === undefined) throw new Error(`${name} is the last file of the ICU data, and its length is not known.`);
    return { name: Buffer.from(`${name}\0`, 'latin1'), bytes: Buffer.from(program.subarray(start, end)) };
  });
  const last = entries.at(-1)?.start ?? table;

  let at = table + 4 + files.length * ENTRY_SIZE;
  const names = files.map(({ name }) => {
    name.copy(program, at);
    at += name.length;
    return at - name.length;
  });
  program.writeUInt32LE(files.length, table);
  files.forEach(({ bytes }, index) => {
    const aligned = table + Math.ceil((at - table) / ALIGNMENT) * ALIGNMENT;
    program.fill(0, at, aligned);
    bytes.copy(program, aligned);
    program.writeUInt32LE((names[index] ?? 0) - table, table + 4 + index * ENTRY_SIZE);
    program.writeUInt32LE(aligned - table, table + 8 + index * ENTRY_SIZE);
    at = aligned + bytes.length;
  });
  program.fill(0, at, last);
  return { kept: files.length, freed: last - at };
}

if (argv[1] === fileURLToPath(import.meta.url)) {
  const [, , path] = argv;
  if (path === undefined) throw new Error('Usage: node small-icu.ts NODE_BINARY, which is changed in place.');
  const program = readFileSync(path);
  const { kept, freed } = keepNeeded(program, findPackage(program));
  writeFileSync(path, program);
  console.log(`ICU data: ${kept} files kept, ${(freed / 1e6).toFixed(1)} MB zeroed.`);
}
