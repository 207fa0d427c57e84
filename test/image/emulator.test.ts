import { expect, test } from '@jest/globals';
import { Greeting } from '../support/greeting.ts';
import { BUILD_FLAGS, command, docker } from './support/docker.ts';

test('the commands that `npm run emulator` offers build the image, and deploy with it', async () => {
  await using greeting = await Greeting.start();
  const [build = '', run = ''] = ['docker build', 'docker run'].map((beginning) => greeting.command(beginning));
  const built = await command('sh', '-ec', build.replace('docker build', `docker build ${BUILD_FLAGS.join(' ')}`));
  expect({ ...built, stderr: '' }).toMatchObject({ exitCode: 0 });
  const { exitCode, stdout } = await command('sh', '-ec', run);
  await docker('image', 'rm', run.split(' ').at(-1) ?? '');
  expect({ exitCode, stdout }).toEqual({ exitCode: 0, stdout: expect.stringContaining('✔ Deployed Orders') });
});
