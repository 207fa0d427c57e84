import { toolkitPython } from '../../../scripts/peers/python.ts';
import { engineProblem } from '../../image/support/docker.ts';

/** Before all tests: both other programs must be there; what is missing is named. */
export default async function setUp(): Promise<void> {
  await toolkitPython();
  const problem = await engineProblem();
  if (problem !== undefined)
    throw new Error(
      `PipeTestCase needs a container engine, and none answers (${problem}). Start Docker 20.10 or newer, or ` +
        'point DOCKER_HOST at one.',
    );
}
