import assert from 'node:assert/strict';
import { plantLabelErrors } from '../../../src/core/noise';

describe('plantLabelErrors', () => {
  const labels = Int32Array.from({ length: 9000 }, (_, i) => i % 4);
  const noisy = plantLabelErrors(labels, { classCount: 4, rate: 0.3, seed: 1 });

  it('changes exactly the share asked for, to each other class equally often', () => {
    const moves = new Map<string, number>();
    labels.forEach((label, i) => {
      if (noisy[i] !== label) moves.set(`${label}${noisy[i]!}`, (moves.get(`${label}${noisy[i]!}`) ?? 0) + 1);
    });
    assert.equal(moves.size, 12);
    assert.equal(
      [...moves.values()].reduce((sum, count) => sum + count, 0),
      2700,
    );
    // Six standard deviations of a count around its mean of 225.
    for (const count of moves.values()) assert.ok(Math.abs(count - 225) < 90, `${count}`);
    assert.ok(noisy.every((label) => label >= 0 && label < 4));
  });

  it('leaves its input alone, and repeats itself for the same seed', () => {
    assert.deepEqual(
      labels,
      Int32Array.from({ length: 9000 }, (_, i) => i % 4),
    );
    assert.deepEqual(plantLabelErrors(labels, { classCount: 4, rate: 0.3, seed: 1 }), noisy);
    assert.notDeepEqual(plantLabelErrors(labels, { classCount: 4, rate: 0.3, seed: 2 }), noisy);
    assert.deepEqual(plantLabelErrors(labels, { classCount: 4, rate: 0, seed: 1 }), labels);
  });

  it('refuses rates and classes that make no sense', () => {
    assert.throws(() => plantLabelErrors(labels, { classCount: 4, rate: 1.1, seed: 1 }), RangeError);
    assert.throws(() => plantLabelErrors(labels, { classCount: 1, rate: 0.1, seed: 1 }), RangeError);
  });
});
