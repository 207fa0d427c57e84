import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** What a command of the sandbox did. */
interface Outcome {
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A copy of a ReleaseTemplate's folder: for trying a release without releasing. */
export class ReleaseSandbox {
  readonly #folder = mkdtempSync(join(tmpdir(), 'release-'));
  readonly #clone = join(this.#folder, 'clone');

  /** @param template a folder with `clone`, `origin.git`, and `bin` with node. */
  constructor(template: string) {
    cpSync(template, this.#folder, { recursive: true, verbatimSymlinks: true });
  }

  /** Writes a file of the clone. */
  write(path: string, text: string): void {
    writeFileSync(join(this.#clone, path), text);
  }

  /** A file of the clone. */
  read(path: string): string {
    return readFileSync(join(this.#clone, path), 'utf8');
  }

  /** Commits what was written. */
  commit(): void {
    this.run('git -c user.name=a -c user.email=a@b.example commit --quiet --all --message Change');
  }

  /** The last commit. */
  get head(): string {
    return this.run('git rev-parse HEAD').stdout.trim();
  }

  /** The commit before the last one. */
  get previous(): string {
    return this.run('git rev-parse HEAD~1').stdout.trim();
  }

  /** Makes a tag in the origin, as somebody else would. */
  publish(tag: string, commit: string): void {
    this.run('git push --quiet origin "$0^{commit}:refs/tags/$1"', commit, tag);
  }

  /** Runs a shell line in the clone; `$0` and so on are the arguments. */
  run(line: string, ...args: string[]): Outcome {
    const env = { PATH: `${join(this.#folder, 'bin')}:/usr/local/bin:/usr/bin:/bin`, HOME: this.#folder };
    const options = { cwd: this.#clone, env, encoding: 'utf8' } as const;
    const { status, stdout, stderr } = spawnSync('sh', ['-ec', line, ...args], options);
    return { exitCode: status, stdout, stderr };
  }

  /** Writes what there is to release, and commits it. */
  addUnreleased(): void {
    this.write('CHANGELOG.md', this.read('CHANGELOG.md').replace('## [Unreleased]\n', '$&\n- News.\n'));
    this.commit();
  }

  /** The tags of the origin with the commits that they stand for. */
  get publishedTags(): Record<string, string> {
    const lines = this.run('git ls-remote --tags origin').stdout.trim().split('\n').filter(Boolean);
    return Object.fromEntries(
      lines.map((line) => line.split('\trefs/tags/')).map(([commit = '', tag = '']) => [tag, commit]),
    );
  }

  [Symbol.dispose](): void {
    rmSync(this.#folder, { recursive: true, force: true });
  }
}
