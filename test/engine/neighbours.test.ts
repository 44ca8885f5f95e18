import assert from 'node:assert/strict';
import fc from 'fast-check';
import { createRng } from '../../src/core/rng';
import { doubtedImages, EmbeddingTable, findNeighbours } from '../../src/ml/train/neighbours';
import type { TensorFlow } from '../../src/ml/backends/tensorFlow';
import { openTestBackend } from './openTestBackend';

describe('findNeighbours', () => {
  let tf: TensorFlow;
  before(async function () {
    this.timeout(20_000);
    tf = await openTestBackend();
  });

  /** The slow version: cosines of all pairs. */
  function alikeImages(vectors: readonly number[][], image: number): number[] {
    const cosine = (other: number) => {
      const dot = (a: number, b: number) =>
        vectors[a]!.reduce((sum, value, d) => sum + value * vectors[b]![d]!, 0);
      return dot(image, other) / Math.sqrt(dot(image, image) * dot(other, other));
    };
    return [...vectors.keys()].filter((other) => other !== image).sort((a, b) => cosine(b) - cosine(a));
  }

  it('names the images whose embeddings point the same way, as all cosines do', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 2, max: 40 }),
        fc.integer({ min: 1, max: 8 }),
        fc.integer(),
        async (imageCount, count, seed) => {
          const rng = createRng(seed >>> 0);
          const vectors = Array.from({ length: imageCount }, () =>
            Array.from({ length: 5 }, () => rng.normal()),
          );
          const embeddings = new EmbeddingTable({ imageCount, width: 5 });
          embeddings.set(Int32Array.from(vectors.keys()), vectors.flat());
          const wanted = Int32Array.of(imageCount - 1, 0);
          const before = tf.memory().numTensors;
          const search = { embeddings, wanted, count, seed: 1 };
          const found = await findNeighbours(tf, search, () => Promise.resolve());
          assert.equal(tf.memory().numTensors, before);
          assert.equal(found.count, Math.min(count, imageCount - 1));
          assert.deepEqual([...found.images], [...wanted]);
          wanted.forEach((image, row) =>
            assert.deepEqual(
              [...found.neighbours.subarray(row * found.count, (row + 1) * found.count)],
              alikeImages(vectors, image).slice(0, found.count),
            ),
          );
        },
      ),
      { seed: 3, numRuns: 40 },
    );
  });

  it('doubts labels that are less likely than not, the least likely first', () => {
    const predProbs = Float32Array.of(0.4, 0.6, 0.1, 0.9, 0.8, 0.2, 0.5, 0.5);
    assert.deepEqual([...doubtedImages(Int32Array.of(0, 0, 0, 1), predProbs, 2)], [1, 0]);
  });
});
