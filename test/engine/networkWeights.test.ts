import assert from 'node:assert/strict';
import { createNetwork } from '../../src/ml/network/network';
import { readWeights, setWeights } from '../../src/ml/network/networkWeights';
import type { TensorFlow } from '../../src/ml/backends/tensorFlow';
import { openTestBackend } from './openTestBackend';

describe('network weights', () => {
  let tf: TensorFlow;
  before(async function () {
    this.timeout(20_000);
    tf = await openTestBackend();
  });

  for (const kind of ['compact', 'paper'] as const)
    it(`make another ${kind} network the same, and leak nothing`, async () => {
      const shape = { network: kind, imageSize: 12, channels: 1, classCount: 3 } as const;
      const tensors = tf.memory().numTensors;
      const [one, other] = [createNetwork(tf, shape, 1), createNetwork(tf, shape, 2)];
      const weights = await readWeights(one);
      assert.notDeepEqual(await readWeights(other), weights);
      setWeights(tf, other, weights);
      assert.deepEqual(await readWeights(other), weights);
      assert.throws(() => setWeights(tf, other, weights.subarray(1)), { code: 'run-damaged' });
      one.dispose();
      other.dispose();
      assert.equal(tf.memory().numTensors, tensors);
    });
});
