import { describe, expect, test } from '@jest/globals';
import { DEFAULT_APP, DEFAULT_TOKEN, startEmulator } from '../../emulator/index.ts';
import { Build } from '../support/bitbucket/build.ts';

interface Outputs {
  readonly listed?: readonly string[];
  readonly declared?: readonly string[];
}

/** A step that deploys and hands something on, and one after it. */
async function play({ listed, declared }: Outputs) {
  await using appsmith = await startEmulator();
  const configuration = JSON.stringify({
    pipelines: {
      default: [
        {
          step: {
            script: [
              {
                pipe: 'yourorg/appsmith-deploy:1.0',
                variables: {
                  APPSMITH_URL: appsmith.url,
                  APP_ID: DEFAULT_APP.id,
                  BEARER_TOKEN: DEFAULT_TOKEN,
                  REPORTS: ['env'],
                  ...(listed && { OUTPUT_VARIABLES: listed }),
                },
              },
              '. ./test-reports/appsmith-deploy.env',
              'echo "$APPSMITH_APP_NAME is $APPSMITH_DEPLOY_STATUS."',
            ],
            ...(declared && { 'output-variables': declared }),
          },
        },
        { step: { script: ['echo "Then: ${APPSMITH_BRANCH-nothing}"'] } },
      ],
    },
  });
  using build = await Build.run({ configuration, pipeline: 'default' });
  const { runs, failures, outputs, commands } = build;
  return { log: runs[0]?.log ?? '', failures, outputs, said: commands.map(({ log }) => log).join('') };
}

describe('a step', () => {
  test('that lists and declares nothing is green, without a warning, and its script reads the env file', async () => {
    const { log, failures, outputs, said } = await play({});
    expect(log).not.toContain('WARNING');
    expect({ failures, outputs, said }).toEqual({
      failures: [],
      outputs: {},
      said: `${DEFAULT_APP.name} is deployed.\nThen: nothing\n`,
    });
  });

  test('that declares what it does not list is green, without a warning', async () => {
    const { log, failures, outputs } = await play({ declared: ['APPSMITH_BRANCH'] });
    expect(log).not.toContain('WARNING');
    expect({ failures, outputs }).toEqual({ failures: [], outputs: {} });
  });

  test('that lists what it declares hands it on', async () => {
    const names = ['APPSMITH_BRANCH'];
    const { log, failures, said } = await play({ listed: names, declared: names });
    expect(log).not.toContain('WARNING');
    expect({ failures, said }).toEqual({ failures: [], said: `${DEFAULT_APP.name} is deployed.\nThen: main\n` });
  });

  test('that lists what it does not declare is failed by Bitbucket', async () => {
    const { failures } = await play({ listed: ['APPSMITH_BRANCH', 'APPSMITH_FAILED'], declared: ['APPSMITH_BRANCH'] });
    expect(failures).toEqual([
      'The APPSMITH_FAILED variable is not defined in the output variables. Define this output variable.',
    ]);
  });

  test('that lists something and declares nothing is green, and the log says what is missing', async () => {
    const { log, failures, said } = await play({ listed: ['APPSMITH_BRANCH'] });
    expect(log).toMatch(/WARNING: .* could not be written: .* a step that declares `output-variables`\.\n/);
    expect({ failures, said }).toEqual({ failures: [], said: `${DEFAULT_APP.name} is deployed.\nThen: nothing\n` });
  });
});
