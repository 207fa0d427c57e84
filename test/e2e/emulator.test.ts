import { tmpdir } from 'node:os';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { Greeting } from '../support/greeting.ts';
import { paste } from '../support/paste.ts';

describe('what `npm run emulator` offers to paste', () => {
  let greeting: Greeting;
  beforeAll(async () => {
    greeting = await Greeting.start();
  });
  afterAll(() => greeting[Symbol.asyncDispose]());

  test('is for a terminal in the folder of the project, and says so', () => {
    expect(greeting.text).toContain('from another terminal, in this folder,');
  });

  test('deploys with the pipe', async () => {
    const { exitCode, log } = await paste(greeting.command('APPSMITH_URL='), {}, process.cwd());
    expect({ exitCode, log }).toEqual({ exitCode: 0, log: expect.stringContaining('✔ Deployed Orders') });
  });

  test('deploys with the image, which the line before builds under that name', async () => {
    const [build, run] = ['docker build', 'docker run'].map((beginning) => greeting.command(beginning));
    expect(build).toBe(`docker build --tag ${run?.split(' ').at(-1)} .`);
    expect(greeting.text.indexOf(build as string)).toBeLessThan(greeting.text.indexOf(run as string));
    const { exitCode, log } = await paste(run as string, {}, tmpdir());
    expect({ exitCode, log }).toEqual({ exitCode: 0, log: expect.stringContaining('✔ Deployed Orders') });
  });

  test("deploys with Appsmith's curl line", async () => {
    expect(await paste(greeting.command('curl'), {}, tmpdir())).toMatchObject({
      exitCode: 0,
      log: expect.stringContaining('"success":true'),
    });
  });
});
