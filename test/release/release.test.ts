import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { Lab } from './support/lab.ts';
import { KILL, type Names, Rehearsal } from './support/rehearsal.ts';

let lab: Lab;
let it: Rehearsal;
beforeAll(async () => {
  lab = await Lab.start();
  it = new Rehearsal(lab);
});
afterAll(() => lab?.[Symbol.asyncDispose]());

/** All names, after each of the image's was verified as a user does. */
async function verifiedNames(): Promise<Names> {
  const names = await it.names();
  for (const tag of Object.keys(names.image)) it.verify(tag);
  return names;
}

test('x', async () => {
  it.prepare('1.1.0');
  const { exitCode, output } = await it.step('release');
  console.log(exitCode, output);
  console.log(await verifiedNames());
});
