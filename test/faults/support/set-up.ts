import { setUpLab } from '../../support/lab/set-up.ts';

/** Before all tests of the fault lab. */
export default function setUp(): void {
  setUpLab('fault lab', ['caddy', 'nginx', 'haproxy', 'squid', 'tinyproxy', 'mitmdump']);
}
