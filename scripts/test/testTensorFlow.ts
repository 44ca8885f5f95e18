/**
 * `npm run test:tensorflow`: the tests of training on native TensorFlow, under Node 20 and 24. Uses the tfjs-node that
 * `LABEL_REVIEW_PACKAGES` names or this checkout has; without one, builds one as `npm run install:tensorflow-wheel` does.
 */
import { PACKAGES_VARIABLE } from '../../src/core/names';
import { findNativeTensorFlow } from '../../src/ml/backends/nativeTensorFlow';
import { buildExtension } from '../buildExtension';
import { ensureNode } from '../install/node';
import { runMain } from '../runMain';
import { ensureTensorFlowWheel } from '../tensorflow/wheelInstallation';
import { runMochaTier } from './mochaTier';
import { runTier } from './runTier';
import { summaryTable, totalLine, totalOf } from './summary';
import type { TierReport } from './tier';

const NODE_VERSIONS = [20, 24];

/** Tests that are not about the kernels of the wasm backend. */
const ENGINE_TESTS = ['adam', 'batchNorm', 'losses', 'multiplyAdds', 'network', 'sampleTargets', 'trainFold'];

runMain(async () => {
  const env = {
    [PACKAGES_VARIABLE]: await findPackages(process.env[PACKAGES_VARIABLE]),
    LABEL_REVIEW_TEST_BACKEND: 'tensorflow',
  };
  await buildExtension();
  const specs = [
    ...['sameAsWasm', 'tensorFlow'].map((name) => `test/backends/${name}.test.ts`),
    ...ENGINE_TESTS.map((name) => `test/engine/${name}.test.ts`),
  ];
  const reports: TierReport[] = [];
  for (const version of NODE_VERSIONS) {
    const node = await ensureNode(version);
    const run = () => runMochaTier('backends', { env, specs, node });
    reports.push(await runTier({ name: `tensorflow, Node ${version}`, needsBuild: true, run }));
  }
  const total = totalOf(reports);
  console.log(`\n${summaryTable(reports)}\n${totalLine(total)}`);
  return total.failed + total.skipped > 0 ? 1 : 0;
});

/** The folder of another installation; undefined for the checkout's own packages. */
async function findPackages(named: string | undefined): Promise<string | undefined> {
  return (await findNativeTensorFlow(named)) === undefined ? ensureTensorFlowWheel() : named;
}
