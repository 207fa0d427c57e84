import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { node } from './candidate.ts';
import type { Group } from './group.ts';
import { ROW } from './names.ts';
import { otherTools } from './other-tools.ts';
import { timed, timedAndUsed } from './rows.ts';
import { deployment, type Surroundings } from './surroundings.ts';

/** Whole processes that send one POST, beside a Node that does nothing. */
export function oneDeployment({ folder, http, https, ca, programs, timer }: Surroundings): Group {
  const [empty, bundle] = [join(folder, 'empty.cjs'), join(folder, 'ca.pem')];
  writeFileSync(empty, '');
  writeFileSync(bundle, ca);
  const raw = join(import.meta.dirname, 'raw-http.cjs');
  const variables = deployment(http);
  const secure = { ...deployment(https), CA_CERTIFICATE: ca };
  const invalid = { ...variables, APP_ID: '' };
  const nodes = [
    node(ROW.bare, '`node` with an empty file, which every program in Node takes', [empty]),
    node(ROW.http, "the built program, with the flags of the image's ENTRYPOINT", programs.pipe, variables),
    node(ROW.https, 'the same with a private CA in `CA_CERTIFICATE`', programs.pipe, secure),
    {
      ...node(ROW.invalid, 'the same without `APP_ID`, which it names; it sends nothing', programs.pipe, invalid),
      code: 2,
    },
    node('plain build, http', 'the same sources without what only makes them faster', programs.plain, variables),
    node('plain build, https', '', programs.plain, secure),
    node('raw http.request', "the floor: one POST with Node's own client and nothing else", [raw], { URL: `${http}/` }),
    node('raw https.request', '', [raw], { URL: `${https}/`, CA: ca }),
  ];
  const { there, skipped } = otherTools({ http, https, bundle });
  return {
    title: 'One deployment, beside bare Node',
    rows: [...nodes.map((each) => timedAndUsed(each, timer)), ...there.map((each) => timed(each, timer))],
    skipped,
  };
}
