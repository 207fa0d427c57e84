import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { text } from 'node:stream/consumers';
import { parse } from 'yaml';
import { attestedSbom } from '../../../scripts/release/attested-sbom.ts';
import { unreleasedNotes } from '../../../scripts/release/changelog.ts';
import { type Lab, LOGIN, TOOLS } from './lab.ts';

/** What a command did. */
export interface Outcome {
  readonly exitCode: number | null;
  /** Both streams, in order. */
  readonly output: string;
}

/**
 * All names that lead to a release: tags of the image with their digests, git tags of the origin with their commits.
 */
export interface Names {
  readonly image: Readonly<Record<string, string>>;
  readonly git: Readonly<Record<string, string>>;
}

/** Something that happens right after a command of the release: the first one whose arguments contain `after`. */
interface Event {
  readonly after: string;
  /** A shell line. */
  readonly happens: string;
}

/** Kills the step, as an agent that goes away does: nothing of it can clean up. */
export const KILL = 'kill -KILL 0';

/** How a step is run. */
export interface StepOptions {
  /** Instead of those of Production. */
  readonly variables?: Readonly<Record<string, string>>;
  readonly event?: Event;
}

interface Pipelines {
  readonly pipelines: {
    readonly custom: Readonly<Record<string, readonly { readonly step: { readonly script: readonly string[] } }[]>>;
  };
}

const VERIFY = '--insecure-ignore-tlog=true --key cosign.pub';
const PASSWORD = 'password-of-the-key';
const BITBUCKET = { BITBUCKET_REPO_FULL_NAME: 'acme/appsmith-deploy', BITBUCKET_BUILD_NUMBER: '7' };
/** `npm run test:release -- --platform linux/arm64` sets it. */
export const PLATFORM = process.env['RELEASE_PLATFORM'] ?? 'linux/amd64';

/**
 * The project with a git remote of its own, where versions are released one after another. Unlike in Bitbucket the
 * builder needs no privileged container (so amd64 only), nothing goes into the public log, and a stub scans.
 */
export class Rehearsal {
  readonly lab: Lab;
  readonly clone: string;
  /** `127.0.0.1:1234/acme/appsmith-deploy` */
  readonly image: string;
  /** Whether the step's image has busybox for a shell and its tools, as Alpine has, or dash and GNU's. */
  busybox = false;
  readonly #bin: string;
  readonly #calls: string;

  constructor(lab: Lab) {
    this.lab = lab;
    this.clone = join(lab.folder, 'clone');
    this.image = `${lab.registry.address}/acme/appsmith-deploy`;
    this.#bin = join(lab.folder, 'bin');
    this.#calls = join(lab.folder, 'calls.log');
    const files = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard'], { encoding: 'utf8' });
    for (const file of files.trim().split('\n').filter(existsSync)) cpSync(file, join(this.clone, file));
    symlinkSync(resolve('node_modules'), join(this.clone, 'node_modules'));
    this.write('.gitignore', `${this.read('.gitignore')}node_modules\n`);
    writeFileSync(join(lab.folder, '.gitconfig'), '[user]\nname = a\nemail = a@b.example\n');
    this.#watch('docker', join(TOOLS, 'usr/bin/docker'));
    this.#watch('git', '/usr/bin/git');
    this.run('mkdir ../busybox && busybox --install -s ../busybox');
    lab.makeDockerConfig(lab.env['DOCKER_CONFIG'] ?? '');
    this.run(
      'git init --quiet --bare ../origin.git && git init --quiet --initial-branch main && git remote add ' +
        'origin ../origin.git',
    );
    this.commit('Start');
    this.run(`npm run rename -- acme --registry ${lab.registry.address}`);
    this.run(`COSIGN_PASSWORD=${PASSWORD} cosign generate-key-pair && mv cosign.key ..`);
    this.commit('Rename');
    this.run(`docker login --username ${LOGIN.user} --password-stdin ${lab.registry.address}`, {}, LOGIN.password);
  }

  /** The variables of the deployment environment Production. */
  get production(): Record<string, string> {
    return {
      REGISTRY_USER: LOGIN.user,
      REGISTRY_TOKEN: LOGIN.password,
      COSIGN_PRIVATE_KEY: readFileSync(join(this.lab.folder, 'cosign.key')).toString('base64'),
      COSIGN_PASSWORD: PASSWORD,
    };
  }

  /** Another key than the one of cosign.pub, as COSIGN_PRIVATE_KEY is to be. */
  anotherKey(): string {
    this.run(`mkdir ../another && cd ../another && COSIGN_PASSWORD=${PASSWORD} cosign generate-key-pair`);
    return readFileSync(join(this.lab.folder, 'another/cosign.key')).toString('base64');
  }

  /** The last commit. */
  get head(): string {
    return this.run('git rev-parse HEAD').trim();
  }

  /** The version in package.json. */
  get version(): string {
    return (JSON.parse(this.read('package.json')) as { version: string }).version;
  }

  /** How Docker and git were called by the last step, a call a line. */
  get calls(): string[] {
    return readFileSync(this.#calls, 'utf8').trim().split('\n');
  }

  read(path: string): string {
    return readFileSync(join(this.clone, path), 'utf8');
  }

  write(path: string, content: string): void {
    writeFileSync(join(this.clone, path), content);
  }

  /** Changes a file. */
  replace(path: string, pattern: RegExp, replacement: string): void {
    this.write(path, this.read(path).replace(pattern, replacement));
  }

  /** What the scanner finds from now on: a source package of Debian, or a product of a CPE. */
  vulnerable(name: string): void {
    this.write('.tmp/vulnerable', name);
  }

  /** Commits everything, and pushes it. */
  commit(message: string): void {
    this.run(`git add --all && git commit --quiet --message '${message}' && git push --quiet --force origin main`);
  }

  /** `npm run release:prepare` with something to release, as RELEASING.md has it. */
  prepare(version: string): void {
    if (unreleasedNotes(this.read('CHANGELOG.md')) === '') {
      this.replace('CHANGELOG.md', /## \[Unreleased\]\n/, '$&\n### Added\n\n- News.\n');
    }
    this.run(`npm run release:prepare -- ${version}`);
    this.commit(`Release ${version}`);
    this.check();
    cpSync(join(this.clone, 'release.env'), join(this.lab.folder, `${version}.env`));
    this.run(`git tag --force prepared-${version}`);
  }

  /** What Bitbucket makes ready when an old run is started again: the commit, and what the first step has left. */
  goTo(version: string): void {
    this.run(`git checkout --quiet -B main prepared-${version}`);
    cpSync(join(this.lab.folder, `${version}.env`), join(this.clone, 'release.env'));
  }

  /** Runs npm scripts in a copy of the last commit, beside whatever else is going on. */
  project(...scripts: readonly string[]): Promise<Outcome> {
    const copy = join(this.lab.folder, 'copy');
    this.run(`git clone --quiet . '${copy}' && ln -s "$(readlink node_modules)" '${copy}' && cp -r dist '${copy}'`);
    const lines = scripts.map((script) => `npm run --silent ${script}`).join(' && ');
    return this.#outcome(lines, { cwd: copy, env: this.#env });
  }

  /** The last command of the release's first step. */
  check(): void {
    this.run('npm run --silent release:check > release.env');
  }

  /**
   * Runs the last step of a custom pipeline as Bitbucket does: its lines in one shell, until one fails, with the
   * variables of Production.
   */
  async step(pipeline: 'release' | 'rescan', { variables = {}, event }: StepOptions = {}): Promise<Outcome> {
    const { pipelines } = parse(this.read('bitbucket-pipelines.yml')) as Pipelines;
    const script = pipelines.custom[pipeline]?.at(-1)?.step.script ?? ['false'];
    const lines = script
      .filter((line) => !line.includes('--privileged'))
      .map((line) => (line.startsWith('docker buildx create') ? this.lab.createBuilder : line));
    const config = join(this.clone, '.docker-config');
    rmSync(config, { recursive: true, force: true });
    this.lab.makeDockerConfig(config);
    // The images of a real release are public.
    if (pipeline === 'rescan')
      cpSync(join(this.lab.env['DOCKER_CONFIG'] ?? '', 'config.json'), join(config, 'config.json'));
    rmSync(this.#calls, { force: true });
    const step = { ...this.production, ...BITBUCKET, PLATFORMS: PLATFORM, BITBUCKET_CLONE_DIR: this.clone };
    const env = { ...this.#env, ...step, ...variables, ...(event && { AFTER: event.after, HAPPENS: event.happens }) };
    return this.#outcome(lines.join('\n'), { cwd: this.clone, env });
  }

  /** All names, as anybody sees them. */
  async names(): Promise<Names> {
    const tags = await this.lab.registry.tags('acme/appsmith-deploy');
    const image = await Promise.all(
      tags.map(async (tag) => [tag, (await this.lab.registry.get(`acme/appsmith-deploy/manifests/${tag}`)).digest]),
    );
    const git = this.run('git ls-remote --tags origin').trim().split('\n').filter(Boolean);
    return {
      image: Object.fromEntries(image),
      git: Object.fromEntries(git.map((line) => line.split('\trefs/tags/').reverse())),
    };
  }

  /**
   * Verifies as SECURITY.md says, but for the public log.
   * @throws Error when the signature or the list of contents does not verify
   */
  verify(tag: string): void {
    this.verifySignature(`:${tag}`);
    this.attestedContents(tag);
  }

  /** @param suffix a tag or a digest: `:1.0`, `@sha256:…` */
  verifySignature(suffix: string): void {
    this.run(`cosign verify ${VERIFY} ${this.image}${suffix}`);
  }

  /** The list of contents that was signed. */
  attestedContents(tag: string): object {
    return attestedSbom(this.run(`cosign verify-attestation ${VERIFY} --type cyclonedx ${this.image}:${tag}`));
  }

  /** `@sha256:…` of the images that an index leads to. */
  platformDigests(index: string): string[] {
    const lines = this.run(`. scripts/release/steps/common.sh && platform_digests ${this.image}@${index}`).trim();
    return lines.split('\n').map((line) => `@${line.split(' ')[1]}`);
  }

  /**
   * Runs a shell line in the clone, and gives what it prints.
   * @throws Error with both streams when it fails
   */
  run(line: string, variables: Readonly<Record<string, string>> = {}, input = ''): string {
    const options = { cwd: this.clone, env: { ...this.#env, ...variables }, encoding: 'utf8', input } as const;
    const { status, stdout, stderr } = spawnSync('sh', ['-ec', line], options);
    if (status !== 0) throw new Error(`${line} ended with ${status}:\n${stdout}\n${stderr}`);
    return stdout;
  }

  /** Runs lines in a shell that ends when one fails, and in a group of processes, to be killed as one. */
  async #outcome(lines: string, options: { cwd: string; env: Record<string, string> }) {
    const child = spawn('sh', ['-ec', `exec 2>&1\n${lines}`], {
      ...options,
      stdio: ['ignore', 'pipe', 'inherit'],
      detached: true,
    });
    const ended = new Promise<number | null>((done) => child.once('close', done));
    return { output: await text(child.stdout), exitCode: await ended };
  }

  get #env(): Record<string, string> {
    const shell = this.busybox ? `${join(this.lab.folder, 'busybox')}:` : '';
    return { ...this.lab.env, PATH: `${this.#bin}:${shell}${this.lab.env['PATH']}` };
  }

  /** Puts a program first on the PATH that runs the real one, and what is to happen after it. */
  #watch(name: string, program: string): void {
    mkdirSync(this.#bin, { recursive: true });
    const script = `#!/bin/sh
printf '%s\\n' "$*" >>${this.#calls}
code=0
${program} "$@" || code=$?
case " $* " in *"\${AFTER:-never}"*) ( cd "$BITBUCKET_CLONE_DIR/.." && eval "$HAPPENS" ) ;; esac
exit "$code"
`;
    writeFileSync(join(this.#bin, name), script, { mode: 0o755 });
  }
}
