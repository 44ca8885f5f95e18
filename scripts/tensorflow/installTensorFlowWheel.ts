/** `npm run install:tensorflow-wheel [-- --python PATH]`: native TensorFlow where tfjs-node's own installer cannot download it. */
import { parseArgs } from 'node:util';
import { PACKAGES_VARIABLE } from '../../src/core/names';
import { runMain } from '../runMain';
import { ensureTensorFlowWheel } from './wheelInstallation';

runMain(async () => {
  const { values } = parseArgs({ options: { python: { type: 'string' } } });
  const folder = await ensureTensorFlowWheel(values);
  console.log('The command line, the benchmarks and VS Code started from this shell use it with');
  console.log(`  export ${PACKAGES_VARIABLE}=${folder}`);
  return 0;
});
