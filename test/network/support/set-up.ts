import { spawnSync } from 'node:child_process';
import { getuid } from 'node:process';
import { setUpLab } from '../../support/lab/set-up.ts';

/**
 * Before all tests of the network lab.
 * @throws where network namespaces cannot be had: then the tests fail, they are not skipped
 */
export default function setUp(): void {
  if (process.platform !== 'linux' || getuid?.() !== 0) {
    throw new Error(
      `The network lab needs root on Linux, not ${process.platform} as user ${getuid?.() ?? 'unknown'}: run ` +
        'it in a container or VM of your own.',
    );
  }
  setUpLab('network lab', ['ip', 'iptables', 'dnsmasq', 'nginx', 'caddy', 'haproxy', 'squid', 'tinyproxy']);
  const name = `appsmith-deploy-${process.pid}-try`;
  const { status, stderr } = spawnSync('ip', ['netns', 'add', name], { encoding: 'utf8' });
  if (status !== 0) throw new Error(`The network lab needs network namespaces, which this machine refuses: ${stderr}`);
  spawnSync('ip', ['netns', 'del', name]);
}
