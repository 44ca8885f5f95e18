/**
 * `npm run test:ray`: plans on a real Ray, two nodes on this machine: findings, a node killed in the middle, a task that fails,
 * cancelling. Installs Ray for the Python at hand, once and in a folder of its own; `-- --python PATH` takes a Python that has it.
 */
import { parseArgs } from 'node:util';
import { RAY_PYTHON_VARIABLE } from '../test/ray/rayPython';
import { installOnce } from './install/installOnce';
import { runCommand } from './install/runCommand';
import { runMain } from './runMain';
import { runMochaTier } from './test/mochaTier';
import { runTier } from './test/runTier';
import { summaryTable, totalLine, totalOf } from './test/summary';

const RAY = 'ray[default]==2.60.0';

runMain(async () => {
  const { values } = parseArgs({ options: { python: { type: 'string' } } });
  const env =
    values.python === undefined
      ? { [RAY_PYTHON_VARIABLE]: 'python3', PYTHONPATH: await installRay() }
      : { [RAY_PYTHON_VARIABLE]: values.python };
  const report = await runTier({ name: 'ray', needsBuild: true, run: () => runMochaTier('ray', { env }) });
  const total = totalOf([report]);
  console.log(`\n${summaryTable([report])}\n${totalLine(total)}`);
  return total.failed + total.skipped > 0 ? 1 : 0;
});

function installRay(): Promise<string> {
  return installOnce({
    name: RAY.replace('[default]==', '-'),
    announce: `Installing ${RAY} for python3, once.`,
    install: async (folder) => {
      await runCommand({
        purpose: 'Installing Ray',
        file: 'python3',
        args: ['-m', 'pip', 'install', '--quiet', '--target', folder, RAY],
      });
    },
  });
}
