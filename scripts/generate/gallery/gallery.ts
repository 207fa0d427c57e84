import { availableParallelism } from 'node:os';
import { fenced } from '../variables-document.ts';
import { failureScenes } from './failure-scenes.ts';
import { normalised } from './normalised.ts';
import type { Scene } from './scene.ts';
import { INVALID, MIXED, REFUSED, SUCCESSES } from './story-scenes.ts';

const INTRODUCTION = `# Gallery of logs

What the log says, for every way in which a run can end. Each entry is a run of the built pipe against an emulated Appsmith, made by
\`npm run generate\`; a test fails when the pipe says something else. Addresses, ids, dates and durations are replaced by fixed ones, and colours are left
out. Most runs have two attempts and hardly a pause between them, where the pipe by default has six.`;

/** docs/gallery.md: runs every scene, several at once. */
export async function gallery(): Promise<string> {
  const chapters: readonly [heading: string, scenes: readonly Scene[]][] = [
    ['Deployed', SUCCESSES],
    ['Several deployments', MIXED],
    ['Repository check', REFUSED],
    ['Wrong variables', INVALID],
    ['Failures', await failureScenes()],
  ];
  const logs = await playAll(chapters.flatMap(([, scenes]) => scenes));
  const texts = chapters.flatMap(([heading, scenes]) => [
    `## ${heading}`,
    ...scenes.map((scene) => `### ${scene.title}\n\n${fenced('text', logs.get(scene) ?? '')}`),
  ]);
  return `${[INTRODUCTION, ...texts].join('\n\n')}\n`;
}

/** Runs as many scenes at once as there are processors. */
async function playAll(scenes: readonly Scene[]): Promise<Map<Scene, string>> {
  const logs = new Map<Scene, string>();
  const waiting = [...scenes];
  const worker = async () => {
    for (let scene = waiting.shift(); scene !== undefined; scene = waiting.shift()) logs.set(scene, await play(scene));
  };
  await Promise.all(Array.from({ length: availableParallelism() + 1 }, worker));
  return logs;
}

async function play({ title, expectedExitCode, run }: Scene): Promise<string> {
  const { exitCode, log } = await run();
  if (exitCode !== expectedExitCode) {
    throw new Error(`The scene "${title}" ended with ${exitCode}, not with ${expectedExitCode}:\n${log}`);
  }
  return normalised(log);
}
