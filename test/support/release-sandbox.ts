import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { execPath } from 'node:process';
import { parse } from 'yaml';
import packageJson from '../../package.json' with { type: 'json' };
import { tagsOf } from '../../scripts/release/version.ts';

/** What a command of the sandbox did. */
export interface Outcome {
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

function readme(minor: string): string {
  return `# Pipe\n\n## YAML Definition\n\n\`\`\`yaml\nscript:\n  - pipe: yourorg/appsmith-deploy:${minor}\n\`\`\`\n`;
}

function changelog(version: string): string {
  return `# Changelog\n\n## [Unreleased]\n\n- News.\n\n## [${version}] - 2026-01-02\n\n- All.\n`;
}

/**
 * Stands in for Docker: notes how it was called, a call a line, and does what the pipelines need of it. A container's `node` is run here.
 * The variable DOCKER_FAILS makes every call with that word fail.
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
  *' rebuilt') exit 2 ;;
esac
`;

/** A copy of the project, as it is, in a git repository of its own, with an origin beside it: for trying releases without releasing. */
export class ReleaseSandbox {
  readonly #folder = mkdtempSync(join(tmpdir(), 'release-'));
  readonly path = join(this.#folder, 'clone');
  readonly #origin = join(this.#folder, 'origin.git');
  readonly #bin = join(this.#folder, 'bin');
  readonly #dockerLog = join(this.#folder, 'docker.log');

  constructor() {
    const files = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard'], { encoding: 'utf8' });
    for (const file of files
      .trim()
      .split('\n')
      .filter((name) => !name.startsWith('test/'))) {
      cpSync(file, join(this.path, file), { force: true });
    }
    symlinkSync(resolve('node_modules'), join(this.path, 'node_modules'));
    const [version, minor] = tagsOf(packageJson.version);
    this.write('README.md', readme(minor));
    this.write('CHANGELOG.md', changelog(version));
    mkdirSync(this.#bin);
    this.#program('docker', DOCKER);
    this.#program('node', `#!/bin/sh\nexec "${execPath}" "$@"\n`);
    this.#program('dpkg-query', "#!/bin/sh\nprintf 'libc6:amd64\\t2.36-9\\n'\n");
    execFileSync('git', ['init', '--quiet', '--bare', this.#origin]);
    this.run('git init --quiet --initial-branch main && git remote add origin "$0"', this.#origin);
    this.commit('Start');
    this.run('git commit --quiet --allow-empty --message Change && git push --quiet origin main');
  }

  write(path: string, text: string): void {
    mkdirSync(dirname(join(this.path, path)), { recursive: true });
    writeFileSync(join(this.path, path), text);
  }

  read(path: string): string {
    return readFileSync(join(this.path, path), 'utf8');
  }

  commit(message: string): void {
    this.run('git add --all && git commit --quiet --message "$0" && git push --quiet origin main', message);
  }

  get head(): string {
    return this.run('git rev-parse HEAD').stdout.trim();
  }

  /** The commit before the last one. */
  get previous(): string {
    return this.run('git rev-parse HEAD~1').stdout.trim();
  }

  /** A tag in the origin, as somebody else would have made it. */
  publish(tag: string, commit: string): void {
    this.run('git push --quiet origin "$0^{commit}:refs/tags/$1"', commit, tag);
  }

  /** Runs a shell line in the copy, with nothing of the environment but what is given here. */
  run(line: string, ...args: string[]): Outcome {
    return this.runWith({}, line, ...args);
  }

  runWith(variables: Readonly<Record<string, string>>, line: string, ...args: string[]): Outcome {
    const identity = {
      GIT_AUTHOR_NAME: 'a',
      GIT_AUTHOR_EMAIL: 'a@b.example',
      GIT_COMMITTER_NAME: 'a',
      GIT_COMMITTER_EMAIL: 'a@b.example',
    };
    const path = { PATH: `${this.#bin}:/usr/local/bin:/usr/bin:/bin`, HOME: this.#folder, GIT_CONFIG_NOSYSTEM: '1' };
    const docker = { DOCKER_LOG: this.#dockerLog, BITBUCKET_CLONE_DIR: this.path };
    const env = { ...path, ...identity, ...docker, ...variables };
    const { status, stdout, stderr } = spawnSync('sh', ['-ec', line, ...args], {
      cwd: this.path,
      env,
      encoding: 'utf8',
    });
    return { exitCode: status, stdout, stderr };
  }

  /** Runs a step of a custom pipeline, counted from 0, as Bitbucket does: its lines one after another, until one fails. */
  runStep(pipeline: string, index: number, variables: Readonly<Record<string, string>> = {}): Outcome {
    const { pipelines } = parse(this.read('bitbucket-pipelines.yml')) as {
      pipelines: { custom: Record<string, readonly { step: { script: string[] } }[]> };
    };
    const step = pipelines.custom[pipeline]?.[index]?.step;
    if (step === undefined) throw new Error(`There is no step ${index} in ${pipeline}`);
    return this.runWith(variables, step.script.join('\n'));
  }

  /** How Docker was called so far, a call a line. */
  get dockerCalls(): string[] {
    return readFileSync(this.#dockerLog, 'utf8').trim().split('\n');
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

  #program(name: string, text: string): void {
    writeFileSync(join(this.#bin, name), text);
    chmodSync(join(this.#bin, name), 0o755);
  }
}
