import assert from 'node:assert/strict';
import fc from 'fast-check';
import { stratifiedFolds } from '../../../../src/core/dataset/folds';

const CLASSES = 6;
const tasks = fc.record({
  labels: fc.array(fc.integer({ min: 0, max: CLASSES - 1 }), { maxLength: 120 }),
  folds: fc.integer({ min: 1, max: 7 }),
  seed: fc.integer(),
});

describe('stratifiedFolds', () => {
  it('spreads every class and the whole as evenly as whole numbers allow', () => {
    fc.assert(
      fc.property(tasks, ({ labels, folds, seed }) => {
        const foldOf = stratifiedFolds(Int32Array.from(labels), { classCount: CLASSES, folds, seed });
        assert.equal(foldOf.length, labels.length);
        const sizes = (samples: readonly number[]) =>
          Array.from({ length: folds }, (_, fold) => samples.filter((i) => foldOf[i] === fold).length);
        const all = labels.map((_, i) => i);
        for (const samples of [
          all,
          ...Array.from({ length: CLASSES }, (_, k) => all.filter((i) => labels[i] === k)),
        ]) {
          const counts = sizes(samples);
          assert.ok(Math.max(...counts) - Math.min(...counts) <= 1, counts.join());
          assert.equal(
            counts.reduce((sum, count) => sum + count, 0),
            samples.length,
          );
        }
      }),
      { seed: 1 },
    );
  });

  it('is the same for the same seed and different for another', () => {
    const labels = Int32Array.from({ length: 60 }, (_, i) => i % 3);
    const fold = (seed: number) => stratifiedFolds(labels, { classCount: 3, folds: 5, seed }).join();
    assert.equal(fold(1), fold(1));
    assert.notEqual(fold(1), fold(2));
  });

  it('refuses labels that are no class index, and folds that are no count', () => {
    const options = { classCount: 2, folds: 2, seed: 0 };
    assert.throws(() => stratifiedFolds(Int32Array.of(0, 2), options), RangeError);
    assert.throws(() => stratifiedFolds(Int32Array.of(-1), options), RangeError);
    assert.throws(() => stratifiedFolds(Int32Array.of(0), { ...options, folds: 0 }), RangeError);
  });
});
