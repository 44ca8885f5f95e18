/**
 * `npm run test:peers`: other libraries write what we read and correct, and read it again. Installs them for the Python at hand,
 * once and in a folder of their own; `-- --python PATH` takes a Python that has them.
 */
import { parseArgs } from 'node:util';
import { PYTHON_VARIABLE } from '../test/peers/pythonVariable';
import { installOnce } from './install/installOnce';
import { runCommand } from './install/runCommand';
import { runMain } from './runMain';
import { runMochaTier } from './test/mochaTier';
import { runTier } from './test/runTier';
import { summaryTable, totalLine, totalOf } from './test/summary';

/** What is compared with; others that come along are theirs to choose. */
const PEERS = ['pandas==3.1.1', 'pycocotools==2.0.11', 'PyYAML==6.0.4'];

runMain(async () => {
  const { values } = parseArgs({ options: { python: { type: 'string' } } });
  const env =
    values.python === undefined
      ? { [PYTHON_VARIABLE]: 'python3', PYTHONPATH: await installPeers() }
      : { [PYTHON_VARIABLE]: values.python };
  const report = await runTier({
    name: 'peers',
    needsBuild: false,
    run: () => runMochaTier('peers', { env }),
  });
  const total = totalOf([report]);
  console.log(`\n${summaryTable([report])}\n${totalLine(total)}`);
  return total.failed + total.skipped > 0 ? 1 : 0;
});

function installPeers(): Promise<string> {
  return installOnce({
    name: `peers-${PEERS.map((peer) => peer.replace('==', '-')).join('_')}`,
    announce: `Installing ${PEERS.join(', ')} for python3, once.`,
    install: async (folder) => {
      await runCommand({
        purpose: 'Installing the libraries that are compared with',
        file: 'python3',
        args: ['-m', 'pip', 'install', '--quiet', '--target', folder, ...PEERS],
      });
    },
  });
}
