import assert from 'node:assert/strict';
import {
  plantClassErrors,
  plantImageErrors,
  plantLabelErrors,
  type ClassFlip,
} from '../../../../scripts/images/noise';
import { createRng } from '../../../../src/core/rng';

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

describe('plantClassErrors', () => {
  const FLIPS: readonly ClassFlip[] = [
    { from: 1, to: 2 },
    { from: 2, to: 1 },
    { from: 2, to: 3 },
  ];
  // 100, 200, 300 and 400 samples.
  const labels = Int32Array.from({ length: 1000 }, (_, i) =>
    i % 10 < 1 ? 0 : i % 10 < 3 ? 1 : i % 10 < 6 ? 2 : 3,
  );
  const options = { classCount: 4, flips: FLIPS, rate: 0.35, seed: 1 };
  const noisy = plantClassErrors(labels, options);
  const moved = (from: number, to: number) =>
    labels.reduce((count, label, i) => count + Number(label === from && noisy[i] === to), 0);

  it('changes exactly the share asked for of each class named, only to what it is taken for', () => {
    assert.equal(moved(0, 0), 100);
    assert.equal(moved(3, 3), 400);
    assert.equal(moved(1, 1), 130);
    assert.equal(moved(1, 2), 70);
    assert.equal(moved(2, 2), 195);
    assert.equal(moved(2, 1) + moved(2, 3), 105);
    // Five standard deviations of a fair coin thrown 105 times.
    assert.ok(Math.abs(moved(2, 1) - 52.5) < 26, `${moved(2, 1)}`);
  });

  it('repeats itself for the same seed only', () => {
    assert.deepEqual(plantClassErrors(labels, options), noisy);
    assert.notDeepEqual(plantClassErrors(labels, { ...options, seed: 2 }), noisy);
    assert.deepEqual(plantClassErrors(labels, { ...options, rate: 0 }), labels);
    assert.deepEqual(plantClassErrors(labels, { ...options, flips: [] }), labels);
  });

  it('refuses a class that is taken for itself or for none there is', () => {
    for (const flip of [
      { from: 1, to: 1 },
      { from: 1, to: 4 },
      { from: 1, to: -1 },
    ])
      assert.throws(() => plantClassErrors(labels, { ...options, flips: [flip] }), RangeError);
  });
});

describe('plantImageErrors', () => {
  const SIZE = 36;
  const COPIES = 50;
  const PICTURES = 200;
  const rng = createRng(5);
  const pictures = Array.from({ length: PICTURES }, () =>
    Uint8Array.from({ length: SIZE }, () => rng.nextInt(256)),
  );
  const labels = Int32Array.from({ length: PICTURES * COPIES }, (_, i) => Math.floor(i / COPIES) % 5);
  const pixels = Uint8Array.from([...labels.keys()].flatMap((i) => [...pictures[Math.floor(i / COPIES)]!]));
  const options = { classCount: 5, pixels, rate: 0.3, seed: 3 };
  const noisy = plantImageErrors(labels, options);
  const errors = [...labels.keys()].filter((i) => noisy[i] !== labels[i]);

  it('changes about the share asked for, to classes there are', () => {
    // The normal distribution is hardly cut at .3: mean .3004. Five standard deviations of 10,000 draws.
    assert.ok(Math.abs(errors.length / labels.length - 0.3004) < 0.023, `${errors.length}`);
    assert.ok(noisy.every((label) => label >= 0 && label < 5));
  });

  it('has the mean of the distribution that is cut at 0 for small rates', () => {
    const few = plantImageErrors(labels, { ...options, rate: 0.1 });
    const share = few.reduce((count, label, i) => count + Number(label !== labels[i]), 0) / labels.length;
    // .1 + .1 φ(−1) / (1 − Φ(−1)), cut at 0.
    assert.ok(Math.abs(share - 0.1288) < 0.017, `${share}`);
  });

  it('takes copies of an image for the same class, and images of a class for all others', () => {
    const targets = Array.from({ length: PICTURES }, () => new Map<number, number>());
    for (const i of errors) {
      const counts = targets[Math.floor(i / COPIES)]!;
      counts.set(noisy[i]!, (counts.get(noisy[i]!) ?? 0) + 1);
    }
    const favourites = targets.reduce((sum, counts) => sum + Math.max(...counts.values()), 0);
    assert.ok(favourites > 0.8 * errors.length, `${favourites} of ${errors.length}`);
    for (let label = 0; label < 5; label++) {
      const seen = new Set(errors.filter((i) => labels[i] === label).map((i) => noisy[i]));
      assert.equal(seen.size, 4, `class ${label}`);
    }
  });

  it('repeats itself for the same seed only, and leaves its input alone', () => {
    const before = labels.slice();
    assert.deepEqual(plantImageErrors(labels, options), noisy);
    assert.notDeepEqual(plantImageErrors(labels, { ...options, seed: 4 }), noisy);
    assert.deepEqual(labels, before);
  });

  it('refuses pixels that do not fit the labels', () => {
    assert.throws(() => plantImageErrors(labels, { ...options, pixels: pixels.subarray(1) }), RangeError);
  });
});
