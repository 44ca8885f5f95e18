import assert from 'node:assert/strict';
import type { Decision } from '../../../../src/core/review/review';
import { chanceOf, SampleTally } from '../../../../src/core/review/sampleTally';
import { createRng } from '../../../../src/core/rng';
import { ENGLISH } from '../../../../src/core/words/message';
import { describeSample } from '../../../../src/core/words/describeFindings';

const KEEP: Decision = { action: 'keep' };
const WRONG: Decision = { action: 'exclude' };
const UNSURE: Decision = { action: 'unsure' };

/** Of suspects in the order by chance; the last decision stands for all the rest. */
function estimate(decisions: readonly (Decision | null)[]) {
  const tally = new SampleTally();
  // Added in another order than that.
  [...decisions.entries()].reverse().forEach(([chance, decision]) => tally.add(chance, decision));
  return tally.estimate();
}

const times = <T>(count: number, value: T): T[] => Array.from({ length: count }, () => value);

describe('the sample in a review', () => {
  it('is all that was decided before the first suspect that was not', () => {
    const decided = [...times(30, WRONG), ...times(10, KEEP), null, ...times(5, WRONG), ...times(54, null)];
    const found = estimate(decided);
    assert.deepEqual(
      { ...found, low: 0, high: 0 },
      { suspects: 100, sampled: 40, wrong: 30, unsure: 0, errors: 75, low: 0, high: 0 },
    );
    // Of 100 a sample of 40 with 30: by the definition with whole numbers.
    assert.deepEqual([found?.low, found?.high], [63, 84]);
  });

  it('counts those that the reviewer is unsure of at one end as right and at the other as wrong', () => {
    const found = estimate([
      ...times(20, WRONG),
      ...times(20, KEEP),
      ...times(4, UNSURE),
      ...times(56, null),
    ])!;
    assert.equal(found.unsure, 4);
    assert.equal(found.errors, 50);
    const sure = estimate([...times(20, WRONG), ...times(24, KEEP), ...times(56, null)])!;
    const allWrong = estimate([...times(24, WRONG), ...times(20, KEEP), ...times(56, null)])!;
    assert.deepEqual([found.low, found.high], [sure.low, allWrong.high]);
  });

  it('says nothing of a few, nor where all are reviewed', () => {
    assert.equal(estimate([...times(29, WRONG), ...times(50, null)]), undefined);
    assert.equal(estimate(times(50, WRONG)), undefined);
  });

  it('knows of what was reviewed besides, even where the sample contradicts it', () => {
    const decided = [...times(20, WRONG), ...times(20, KEEP), null, ...times(59, KEEP)];
    assert.deepEqual(estimate(decided), {
      ...{ suspects: 100, sampled: 40, wrong: 20, unsure: 0 },
      ...{ errors: 21, low: 20, high: 21 },
    });
  });

  it('goes by an order that has nothing to do with names', () => {
    const count = 20_000;
    const chances = Array.from({ length: count }, (_, image) => chanceOf(`train/${image % 7}/${image}.png`));
    assert.ok(new Set(chances).size > count - 5);
    const first = [...chances.keys()].sort((a, b) => chances[a]! - chances[b]!).slice(0, 2000);
    // Of ten equal parts of the names each should give a tenth: chi-square with 9 degrees of freedom, at most 27.9 in 999 of 1,000.
    for (const partOf of [(image: number) => Math.floor(image / 2000), (image: number) => image % 10]) {
      const parts = new Float64Array(10);
      for (const image of first) parts[partOf(image)]!++;
      const chiSquare = parts.reduce((sum, found) => sum + (found - 200) ** 2 / 200, 0);
      assert.ok(chiSquare < 27.9, `${chiSquare}`);
    }
  });

  it('holds the true number in 95 of 100 reviews that stop anywhere, though the most suspect are wrong more often', () => {
    const [suspects, rounds] = [1000, 100];
    let held = 0;
    for (let round = 0; round < rounds; round++) {
      const rng = createRng(7, round);
      const isWrong = Array.from(
        { length: suspects },
        (_, rank) => rng.next01() < 0.9 - (0.6 * rank) / suspects,
      );
      const looked = 30 + rng.nextInt(200);
      const chances = isWrong.map((_, rank) => chanceOf(`${round}/${rank}`));
      const last = chances.toSorted((a, b) => a - b)[looked]!;
      const tally = new SampleTally();
      // The most suspect fifth was reviewed before.
      isWrong.forEach((wrong, rank) => {
        const isReviewed = rank < suspects / 5 || chances[rank]! < last;
        tally.add(chances[rank]!, isReviewed ? (wrong ? WRONG : KEEP) : null);
      });
      const { low, high } = tally.estimate()!;
      const all = isWrong.filter(Boolean).length;
      if (low <= all && all <= high) held++;
    }
    assert.ok(held >= 0.94 * rounds, `${held} of ${rounds}`);
  });

  it('is told in a sentence', () => {
    const counts = { suspects: 32_000, sampled: 400, wrong: 312, errors: 24_960, low: 23_566, high: 26_221 };
    assert.equal(
      describeSample({ ...counts, unsure: 0 }, ENGLISH),
      'Of 400 suspects reviewed at random, 312 have a wrong label: that makes 23,566 to 26,221 wrong labels among all 32,000 suspects, with 95% certainty.',
    );
    assert.equal(
      describeSample({ ...counts, unsure: 1 }, ENGLISH),
      'Of 400 suspects reviewed at random, 312 have a wrong label and 1 is unsure: that makes 23,566 to 26,221 wrong labels among all 32,000 suspects, with 95% certainty.',
    );
  });
});
