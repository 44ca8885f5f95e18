import { ensureNode } from '../install/node';
import { ensureSoftwareVulkan } from '../install/softwareVulkan';
import { runMochaTier } from './mochaTier';
import type { TierOutcome } from './tier';

const NODE_DEPENDENT = ['test/backends/installWebGpu.test.ts', 'test/backends/webGpu.test.ts'];
/** Tests of what a backend computes that are quick on a driver without a GPU. */
const COMPUTATIONS = [
  'test/backends/sameAsWasm.test.ts',
  ...['adam', 'batchNorm', 'losses', 'networkWeights', 'sampleTargets'].map(
    (name) => `test/engine/${name}.test.ts`,
  ),
];

/** The oldest Node that is supported: what is computed does not depend on it. */
const COMPUTES_ON = 20;

/** Training on WebGPU, with a Vulkan driver that needs no GPU. */
export async function runWebGpuTier(nodeMajor: number): Promise<TierOutcome> {
  const driver = await ensureSoftwareVulkan();
  if (driver === undefined) return { kind: 'unavailable', reason: NO_DRIVER };
  return runMochaTier('backends', {
    env: { ...driver, LABEL_REVIEW_TEST_BACKEND: 'webgpu' },
    specs: [...NODE_DEPENDENT, ...(nodeMajor === COMPUTES_ON ? COMPUTATIONS : [])],
    node: await ensureNode(nodeMajor),
  });
}

const NO_DRIVER = 'there is no SwiftShader, which comes with Chromium; install one or set CHROMIUM_PATH';
