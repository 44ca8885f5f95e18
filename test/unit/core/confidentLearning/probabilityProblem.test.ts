import assert from 'node:assert/strict';
import { probabilityProblem } from '../../../../src/core/confidentLearning/probabilityProblem';
import { wordMessage } from '../../../../src/core/words/message';
import { predProbsOf } from './cleanlabGolden';

describe('probabilityProblem', () => {
  it('is none with probabilities, rounded ones too', () => {
    for (const row of [
      [0.5, 0.5],
      [0.33, 0.67],
      [0.333, 0.66],
    ])
      assert.equal(probabilityProblem(predProbsOf([row]), 0, String), undefined);
    const single = { data: Float32Array.of(0.1, 0.9, 0.33, 0.67), rows: 2, columns: 2 };
    assert.equal(probabilityProblem(single, 1, String), undefined);
  });

  it('says what is wrong with the row, and no other', () => {
    const problem = (row: readonly number[]) =>
      wordMessage(probabilityProblem(predProbsOf([[2, 2], row]), 1, String)!);
    assert.match(problem([NaN, 1]), /column 0: NaN is not a number/);
    assert.match(problem([3, -2]), /column 0: 3.*softmax/);
    assert.match(problem([0.5, 0.1]), /sum to 0\.6 instead of 1/);
  });

  it('advises softmax only where the numbers look like logits', () => {
    const problem = (row: readonly number[], names?: readonly string[]) =>
      wordMessage(probabilityProblem(predProbsOf([row]), 0, (column) => names?.[column] ?? `${column}`)!);
    assert.match(problem([93, 7]), /sum to 100.*percentages; divide them by 100/);
    assert.match(problem([0, 99.5, 0.5]), /percentages/);
    assert.match(problem([Math.log(0.9), Math.log(0.1)]), /logarithms of probabilities.*exp/);
    assert.match(problem([2, 0.9, 0.1]), /column 0: 2 is no probability of a class.*leave that column out/);
    assert.match(problem([0.9, 0.1, 1], ['ant', 'bee', '"pred"']), /column "pred": 1 is no probability/);
    assert.match(problem([0.9, 0.1, -1], ['ant', 'bee', '"pred"']), /column "pred": -1 is no probability/);
    assert.match(problem([Infinity, 0]), /column 0: Infinity is not a number/);
    for (const row of [
      [-1.5, 0.25, 3],
      [12, -3],
      [40, 30, 20],
    ])
      assert.match(problem(row), /softmax/);
    for (const row of [
      [93, 7],
      [-0.105, -2.303],
      [0.9, 0.1, 1],
      [0.9, 0.8, 0.7],
    ])
      assert.doesNotMatch(problem(row), /softmax/);
  });
});
