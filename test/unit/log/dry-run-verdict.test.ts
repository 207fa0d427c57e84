import { expect, test } from '@jest/globals';
import { dryRunVerdict } from '../../../src/log/dry-run-verdict.ts';

const TOKEN = 'The token was not checked: Appsmith offers no way to do that without deploying.';

test.each([
  [[1, 0, 0], true, `Dry run: nothing was deployed. The server responded. ${TOKEN}`],
  [[3, 0, 0], true, `Dry run: nothing was deployed. All 3 servers responded. ${TOKEN}`],
  [[1, 1, 0], true, `Dry run: nothing was deployed. The server did not respond. ${TOKEN}`],
  [[2, 1, 0], true, `Dry run: nothing was deployed. 1 of 2 servers did not respond. ${TOKEN}`],
  [[1, 0, 1], false, 'Dry run: a deployment is impossible, for the reason above. Nothing was deployed.'],
  [
    [3, 1, 2],
    false,
    'Dry run: a deployment to 2 of 3 servers is impossible, for the reasons above. Nothing was deployed.',
  ],
])('of %j (servers, unanswered, impossible)', ([servers = 0, unanswered = 0, impossible = 0], success, line) => {
  expect(dryRunVerdict({ servers, unanswered, impossible })).toEqual({ success, lines: [line] });
});
