import { imageVersion } from '../manifest/metadata.ts';

/**
 * The notice of Atlassian's toolkit, when a newer version of the pipe is out.
 * @param manifest text of the pipe.yml at the head of the repository
 */
export function newerVersionNotice(manifest: string, name: string, version: string): string | undefined {
  const image = /^image:[ \t]*["']?([^\s"']{1,300})/m.exec(manifest.slice(0, 100_000))?.[1] ?? '';
  const latest = imageVersion(image);
  if (latest === undefined || !isNewer(latest, version)) return undefined;
  return `New version available: ${name} '${version}' to '${latest}'`;
}

function isNewer(one: string, other: string): boolean {
  const [ones = [], others = []] = [one, other].map((version) => version.split('.').map(Number));
  const at = ones.findIndex((part, index) => part !== others[index]);
  return at >= 0 && Number(ones[at]) > Number(others[at]);
}
