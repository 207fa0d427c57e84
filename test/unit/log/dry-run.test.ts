import { expect, test } from '@jest/globals';
import { dryRunVerdict, type ServerAnswer } from '../../../src/log/dry-run.ts';

const TOKEN = 'The token was not checked: Appsmith offers no way to do that without deploying.';

test.each<[string, string]>([
  ['appsmith', 'The server responded.'],
  ['appsmith appsmith appsmith', 'All 3 servers responded.'],
  ['silent', 'The server did not respond.'],
  ['silent appsmith', '1 of 2 servers did not respond.'],
  ['refused', 'The server did not respond: nothing listens there.'],
  ['appsmith refused refused', '2 of 3 servers did not respond: nothing listens there.'],
  ['silent refused', '2 of 2 servers did not respond.'],
  ['gateway', 'The server responded, but not as Appsmith does.'],
  [
    'refused appsmith gateway gateway',
    '1 of 4 servers did not respond: nothing listens there. 2 of 4 servers responded, but not as Appsmith does.',
  ],
])('a later deployment may end well: %s', (answers, sentences) => {
  expect(dryRunVerdict(answers.split(' ') as ServerAnswer[])).toEqual({
    success: true,
    lines: [`Dry run: nothing was deployed. ${sentences} ${TOKEN}`],
  });
});

test.each<[string, string]>([
  ['impossible', 'a deployment is impossible, for the reason above.'],
  ['silent impossible impossible', 'a deployment to 2 of 3 servers is impossible, for the reasons above.'],
  ['not-appsmith', 'what responds is not Appsmith.'],
  ['not-appsmith appsmith', 'a deployment to 1 of 2 servers is impossible, for the reason above.'],
  ['not-appsmith impossible', 'a deployment to 2 of 2 servers is impossible, for the reasons above.'],
])('no later deployment can: %s', (answers, sentence) => {
  expect(dryRunVerdict(answers.split(' ') as ServerAnswer[])).toEqual({
    success: false,
    lines: [`Dry run: ${sentence} Nothing was deployed.`],
  });
});
