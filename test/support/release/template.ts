import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { env, execPath } from 'node:process';
import packageJson from '../../../package.json' with { type: 'json' };
import { ReleaseSandbox } from './sandbox.ts';

/** What a release reads or changes. */
const FILES = '*.md *.yml *.json .npmrc Dockerfile docs emulator examples listing schemas scripts src'.split(' ');

/**
 * The project as it is, in a git repository with two commits and an origin, where a release of the present version is
 * ready. Made once for many tests, each of which works on a copy: git is slow.
 */
export class ReleaseTemplate {
  readonly #folder = mkdtempSync(join(tmpdir(), 'release-template-'));

  constructor() {
    const clone = join(this.#folder, 'clone');
    const listed = ['ls-files', '--cached', '--others', '--exclude-standard', '--', ...FILES];
    const files = execFileSync('git', listed, { encoding: 'utf8' }).trim().split('\n');
    for (const file of files.filter(existsSync)) cpSync(file, join(clone, file));
    symlinkSync(resolve('node_modules'), join(clone, 'node_modules'));
    writeFileSync(join(clone, '.gitignore'), 'node_modules\n');
    writeFileSync(join(clone, 'CHANGELOG.md'), changelog(packageJson.version));
    mkdirSync(join(this.#folder, 'bin'));
    symlinkSync(execPath, join(this.#folder, 'bin', 'node'));
    writeFileSync(join(clone, 'cosign.pub'), 'public key\n');
    const git = (...args: string[]) =>
      execFileSync('git', ['-c', 'user.name=a', '-c', 'user.email=a@b.example', ...args], {
        cwd: clone,
        env: { PATH: env['PATH'], HOME: this.#folder },
      });
    git('init', '--quiet', '--template=', '--bare', '../origin.git');
    git('init', '--quiet', '--template=', '--initial-branch', 'main');
    git('remote', 'add', 'origin', '../origin.git');
    git('add', '--all');
    git('commit', '--quiet', '--message', 'Start');
    git('commit', '--quiet', '--allow-empty', '--message', 'Change');
    git('push', '--quiet', 'origin', 'main');
    // Few files, since all are copied for every test.
    for (const repository of ['.git', '../origin.git']) git('--git-dir', repository, 'gc', '--quiet');
  }

  /** A copy, to be disposed of by the test. */
  sandbox(): ReleaseSandbox {
    return new ReleaseSandbox(this.#folder);
  }

  [Symbol.dispose](): void {
    rmSync(this.#folder, { recursive: true, force: true });
  }
}

function changelog(version: string): string {
  return `# Changelog\n\n## [Unreleased]\n\n## [${version}] - 2026-01-02\n\n- All.\n`;
}
