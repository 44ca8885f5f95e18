/**
 * `npm run test:ray`: plans on a real Ray, two nodes on this machine: findings, a node killed in the middle, a task that fails,
 * cancelling. Ray is installed into an environment of its own, once; `-- --python PATH` takes a Python that has it.
 */
import { parseArgs } from 'node:util';
import { RAY_PYTHON_VARIABLE } from '../../test/ray/rayPython';
import { buildExtension } from '../buildExtension';
import { pythonEnvironment } from '../install/pythonEnvironment';
import { runMain } from '../runMain';
import { runMochaTier } from './mochaTier';
import { runTier } from './runTier';
import { summaryTable, totalLine, totalOf } from './summary';

const RAY = '2.60.0';

const installRay = (): Promise<string> =>
  pythonEnvironment({
    name: `ray-${RAY}`,
    announce: `Making a Python environment with Ray ${RAY}, once.`,
    purpose: 'Installing Ray',
    packages: [`ray[default]==${RAY}`],
  });

runMain(async () => {
  const { values } = parseArgs({ options: { python: { type: 'string' } } });
  const python = values.python ?? (await installRay());
  await buildExtension();
  const env = { [RAY_PYTHON_VARIABLE]: python };
  const report = await runTier({ name: 'ray', needsBuild: true, run: () => runMochaTier('ray', { env }) });
  const total = totalOf([report]);
  console.log(`\n${summaryTable([report])}\n${totalLine(total)}`);
  return total.failed + total.skipped > 0 ? 1 : 0;
});
