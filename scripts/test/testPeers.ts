/**
 * `npm run test:peers`: other libraries write what we read and correct, and read what we write. They are installed into an environment
 * of their own, once; `-- --python PATH` takes a Python that has them. A library that is missing fails its tests.
 */
import { parseArgs } from 'node:util';
import { PYTHON_VARIABLE } from '../../test/peers/pythonVariable';
import { buildExtension } from '../buildExtension';
import { installPeers } from '../install/peers';
import { runMain } from '../runMain';
import { runMochaTier } from './mochaTier';
import { runTier } from './runTier';
import { summaryTable, totalLine, totalOf } from './summary';

runMain(async () => {
  const { values, positionals } = parseArgs({
    options: { python: { type: 'string' } },
    allowPositionals: true,
  });
  const python = values.python ?? (await installPeers());
  await buildExtension();
  const report = await runTier({
    name: 'peers',
    needsBuild: true,
    run: () =>
      runMochaTier('peers', {
        env: { [PYTHON_VARIABLE]: python },
        specs: positionals.length === 0 ? undefined : positionals,
      }),
  });
  const total = totalOf([report]);
  console.log(`\n${summaryTable([report])}\n${totalLine(total)}`);
  return total.failed + total.skipped > 0 ? 1 : 0;
});
