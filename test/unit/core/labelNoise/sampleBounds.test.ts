import assert from 'node:assert/strict';
import { sampleBounds } from '../../../../src/core/labelNoise/sampleBounds';
import { createRng } from '../../../../src/core/rng';

/** As the definition says it, with whole numbers of any size. */
function choose(n: number, k: number): bigint {
  if (k < 0 || k > n) return 0n;
  let product = 1n;
  for (let i = 1; i <= k; i++) product = (product * BigInt(n - k + i)) / BigInt(i);
  return product;
}

function probability(population: number, sampled: number, having: number, seen: number): number {
  const ways = choose(having, seen) * choose(population - having, sampled - seen);
  return Number((ways * 10n ** 12n) / choose(population, sampled)) / 1e12;
}

const bounds = (population: number, sampled: number, seen: number) =>
  sampleBounds({ population, sampled, least: seen, most: seen });

describe('the bounds of a sample', () => {
  it('are those numbers that the sample does not contradict, as the definition tells', () => {
    for (const [population, sampled] of [
      [12, 5],
      [40, 13],
    ] as const)
      for (let seen = 0; seen <= sampled; seen++) {
        const tail = (having: number, from: number, to: number) => {
          let sum = 0;
          for (let count = from; count <= to; count++) sum += probability(population, sampled, having, count);
          return sum;
        };
        const possible = Array.from({ length: population + 1 }, (_, having) => having).filter(
          (having) => tail(having, seen, sampled) > 0.025 && tail(having, 0, seen) > 0.025,
        );
        const expected = { low: possible[0], high: possible.at(-1) };
        assert.deepEqual(
          bounds(population, sampled, seen),
          expected,
          `${seen} of ${sampled} of ${population}`,
        );
      }
  });

  it('hold what is there in 95 of 100 samples, or more, whatever is there', () => {
    const [population, sampled] = [60, 20];
    for (let having = 0; having <= population; having++) {
      let held = 0;
      for (let seen = 0; seen <= sampled; seen++) {
        const { low, high } = bounds(population, sampled, seen);
        if (low <= having && having <= high) held += probability(population, sampled, having, seen);
      }
      assert.ok(held >= 0.95 - 1e-9, `${having}: ${held}`);
    }
  });

  it('come near those of an infinite population where the sample is a small part', () => {
    // 312 of 400 by Clopper and Pearson: .7362 to .8197 (scipy.stats.beta.ppf).
    const { low, high } = bounds(1e9, 400, 312);
    assert.ok(Math.abs(low / 1e9 - 0.7362) < 1e-4, `${low}`);
    assert.ok(Math.abs(high / 1e9 - 0.8197) < 1e-4, `${high}`);
  });

  it('leave no doubt when all were looked at, and none of what nobody could tell', () => {
    assert.deepEqual(bounds(50, 50, 7), { low: 7, high: 7 });
    assert.deepEqual(sampleBounds({ population: 50, sampled: 50, least: 7, most: 9 }), { low: 7, high: 9 });
    assert.deepEqual(sampleBounds({ population: 50, sampled: 0, least: 0, most: 0 }), { low: 0, high: 50 });
  });

  it('hold the share of a large population in samples that are drawn', () => {
    const [population, having, sampled, rounds] = [30_000, 24_300, 400, 200];
    const rng = createRng(5);
    let held = 0;
    for (let round = 0; round < rounds; round++) {
      // One after the other without putting back.
      let seen = 0;
      for (let drawn = 0; drawn < sampled; drawn++)
        if (rng.nextInt(population - drawn) < having - seen) seen++;
      const { low, high } = bounds(population, sampled, seen);
      if (low <= having && having <= high) held++;
    }
    assert.ok(held >= 0.94 * rounds, `${held} of ${rounds}`);
  });
});
