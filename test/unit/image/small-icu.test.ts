import { describe, expect, test } from '@jest/globals';
import { findPackage, isNeeded, keepNeeded } from '../../../scripts/image/small-icu.ts';

const HEADER_SIZE = 32;
const CODE = Buffer.from('code before the data');
const MORE_CODE = Buffer.from('code after the data');

/** An ICU data package as ICU's own tools lay it out, in the middle of a program. */
function program(files: Readonly<Record<string, string>>): Buffer {
  const header = Buffer.alloc(HEADER_SIZE);
  header.writeUInt16LE(HEADER_SIZE, 0);
  header.set([0xda, 0x27], 2);
  header.write('CmnD', 12);
  const entries = Object.entries(files).map(([name, content]) => ({ name: Buffer.from(`${name}\0`), content }));
  const table = Buffer.alloc(4 + entries.length * 8);
  table.writeUInt32LE(entries.length);
  const names = Buffer.concat(entries.map(({ name }) => name));
  let nameAt = table.length;
  let at = Math.ceil((table.length + names.length) / 16) * 16;
  const padding = Buffer.alloc(at - table.length - names.length, 0xaa);
  const contents = entries.map(({ name, content }, index) => {
    table.writeUInt32LE(nameAt, 4 + index * 8);
    table.writeUInt32LE(at, 8 + index * 8);
    const bytes = Buffer.alloc(Math.ceil(content.length / 16) * 16);
    bytes.write(content);
    nameAt += name.length;
    at += bytes.length;
    return bytes;
  });
  return Buffer.concat([CODE, header, table, names, padding, ...contents, MORE_CODE]);
}

function contents(bytes: Buffer): Record<string, string> {
  const text = (start: number, end: number | undefined) => bytes.toString('latin1', start, end).replaceAll('\0', '');
  return Object.fromEntries(findPackage(bytes).entries.map(({ name, start, end }) => [name, text(start, end)]));
}

const FILES = {
  'icudt78l/curr/de.res': 'Euro',
  'icudt78l/curr/en.res': 'euro, and a text that is longer than the others',
  'icudt78l/curr/root.res': 'EUR',
  'icudt78l/ibm-37_P100-1995.cnv': 'EBCDIC',
  'icudt78l/res_index.res': 'de en',
  'icudt78l/zh_TW.res': 'the last file',
};

describe('keeping only the ICU data that is needed', () => {
  test.each([
    ['icudt78l/en.res', true],
    ['icudt78l/en_GB.res', true],
    ['icudt78l/root.res', true],
    ['icudt78l/coll/root.res', true],
    ['icudt78l/zone/en_001.res', true],
    ['icudt78l/res_index.res', true],
    ['icudt78l/curr/pool.res', true],
    ['icudt78l/supplementalData.res', true],
    ['icudt78l/zoneinfo64.res', true],
    ['icudt78l/nfkc.nrm', true],
    ['icudt78l/coll/ucadata.icu', true],
    ['icudt78l/brkitr/word.brk', true],
    ['icudt78l/de.res', false],
    ['icudt78l/lang/zh_Hant_TW.res', false],
    ['icudt78l/coll/es__TRADITIONAL.res', false],
    ['icudt78l/ent.res', false],
    ['icudt78l/rbnf/en.res', false],
    ['icudt78l/translit/root.res', false],
    ['icudt78l/brkitr/thaidict.dict', false],
    ['icudt78l/gsm-03.38-2009.cnv', false],
    ['icudt78l/rfc3491.spp', false],
    ['icudt78l/unames.icu', false],
  ])('%s is needed: %p', (name, needed) => {
    expect(isNeeded(name)).toBe(needed);
  });

  test('leaves a package of the needed files, in their order', () => {
    const bytes = program(FILES);
    const { kept } = keepNeeded(bytes, findPackage(bytes));
    expect(kept).toBe(3);
    expect(Object.entries(contents(bytes)).slice(0, 2)).toEqual([
      ['icudt78l/curr/en.res', FILES['icudt78l/curr/en.res']],
      ['icudt78l/curr/root.res', 'EUR'],
    ]);
    expect(Object.keys(contents(bytes))).toEqual([
      'icudt78l/curr/en.res',
      'icudt78l/curr/root.res',
      'icudt78l/res_index.res',
    ]);
  });

  test('moves nothing of the program around it', () => {
    const before = program(FILES);
    const bytes = Buffer.from(before);
    keepNeeded(bytes, findPackage(bytes));
    expect(bytes.length).toBe(before.length);
    expect(bytes.subarray(0, CODE.length)).toEqual(CODE);
    expect(bytes.subarray(-MORE_CODE.length)).toEqual(MORE_CODE);
  });

  test('puts zeros where the other files were, and says how many', () => {
    const bytes = program(FILES);
    const found = findPackage(bytes);
    const { freed } = keepNeeded(bytes, found);
    const end = found.entries.at(-1)?.start ?? 0;
    expect(freed).toBeGreaterThan(60);
    expect(bytes.subarray(end - freed, end).every((byte) => byte === 0)).toBe(true);
    expect(bytes.includes('EBCDIC')).toBe(false);
  });

  test.each([
    ['no', Buffer.from('nothing, but the word CmnD'), 'Found 0 ICU data packages'],
    ['two', Buffer.concat([program(FILES), program(FILES)]), 'Found 2 ICU data packages'],
  ])('refuses a program with %s packages', (_, bytes, message) => {
    expect(() => findPackage(bytes)).toThrow(message);
  });

  test('refuses to cut the last file at a guess', () => {
    const bytes = program({ 'icudt78l/de.res': 'x', 'icudt78l/zoneinfo64.res': 'y' });
    expect(() => keepNeeded(bytes, findPackage(bytes))).toThrow('icudt78l/zoneinfo64.res is the last file');
  });
});
