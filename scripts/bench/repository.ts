import { join } from 'node:path';
import { sizedRepository, writeRepository } from '../../test/support/appsmith-repository/repository.ts';
import { type Candidate, node, used } from './process.ts';
import { type Group, ROW } from './results.ts';
import { deployment, type Surroundings } from './surroundings.ts';

/** One deployment over http from clones of an application, which is checked first, beside one without such a clone. */
export function repositoryChecks({ folder, http, programs, timer }: Surroundings): Group {
  const pipe = (name: string, about: string, files: number): Candidate => {
    const clone = join(folder, `clone-${files}`);
    writeRepository(clone, sizedRepository(files));
    const variables = { ...deployment(http), BITBUCKET_BRANCH: 'main', BITBUCKET_CLONE_DIR: clone };
    return node(name, about, programs.pipe, variables);
  };
  const candidates = [
    pipe(ROW.noApplication, 'the built program in a clone of something else', 0),
    pipe(ROW.application, 'the same in a clone of an application of 200 files, which it checks first', 200),
    pipe(ROW.largeApplication, 'the same with 5,000 files, 9 MB', 5_000),
  ];
  return {
    title: 'The check of the repository, beside a clone without an application',
    rows: candidates.map((each) => used(each, timer)),
    skipped: [],
  };
}
