import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { env, execPath } from 'node:process';
import packageJson from '../../../package.json' with { type: 'json' };
import { ReleaseSandbox } from './sandbox.ts';

/** What a release reads or changes. */
const FILES = '*.md *.yml *.json .npmrc Dockerfile docs examples listing schemas scripts src'.split(' ');

/**
 * Stands in for Docker: notes how it was called, a call a line, and does what the pipelines need of it. A container's `node` is run here.
 * The variable DOCKER_FAILS makes every call with that word fail, PIPE_EXITS is the exit code of the pipe itself.
 */
const DOCKER = `#!/bin/sh
printf '%s\\n' "$*" >> "$DOCKER_LOG"
case " $* " in *" \${DOCKER_FAILS:-nothing} "*) echo "docker: refused" >&2; exit 1 ;; esac
case "$*" in
  *'imagetools inspect'*) echo "sha256:ba5e" ;;
  *'buildx build'*) echo '{ "containerimage.digest": "sha256:1234abcd", "image.name": "x" }' > build.json ;;
  *' node scripts/'*) exec node "scripts/\${*##* node scripts/}" ;;
  *verify-attestation*) cat "$ATTESTATION" ;;
  login*) cat > /dev/null ;;
  run*' --platform linux/'* | *' rebuilt') exit "\${PIPE_EXITS:-2}" ;;
esac
`;

const PROGRAMS = {
  docker: DOCKER,
  'dpkg-query': "#!/bin/sh\nprintf 'libc6:amd64\\t2.36-9\\n'\n",
  node: `#!/bin/sh\nexec "${execPath}" "$@"\n`,
};

/**
 * The project as it is, in a git repository with two commits and an origin, where a release of the present version is ready.
 * Made once for many tests, each of which works on a copy: git is slow.
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
    for (const [name, text] of Object.entries(PROGRAMS)) {
      writeFileSync(join(this.#folder, 'bin', name), text, { mode: 0o755 });
    }
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
  return `# Changelog\n\n## [Unreleased]\n\n- News.\n\n## [${version}] - 2026-01-02\n\n- All.\n`;
}
