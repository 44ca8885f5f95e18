import assert from 'node:assert/strict';
import {
  confidentJoint,
  countConfidentJoint,
  type ClassCounts,
} from '../../../../src/core/confidentLearning/confidentJoint';
import { confidentThresholds } from '../../../../src/core/confidentLearning/confidentThresholds';
import { FILTER_BYS, RANK_BYS } from '../../../../src/core/confidentLearning/filterBy';
import { findLabelIssues } from '../../../../src/core/confidentLearning/findLabelIssues';
import { labelQualityScores } from '../../../../src/core/confidentLearning/scores';
import { slowLabelIssues, type SlowOptions } from './slowConfidentLearning';
import { indicesOf, predProbsOf, readCleanlabGolden, type GoldenCase } from './cleanlabGolden';

const TOLERANCE = 1e-6;

describe('equality with cleanlab 2.9.0', () => {
  for (const golden of readCleanlabGolden()) describe(golden.name, () => compareCase(golden));
});

function compareCase(golden: GoldenCase): void {
  const labels = Int32Array.from(golden.labels);
  const predProbs = predProbsOf(golden.pred_probs);
  const goldenJoint = {
    data: Int32Array.from(golden.confident_joint.flat()),
    classCount: predProbs.columns,
  };

  it('confident thresholds', () => {
    assertClose(confidentThresholds(labels, predProbs), golden.confident_thresholds);
  });

  it('confident joint, raw and calibrated', () => {
    const { joint, isOffDiagonal } = countConfidentJoint(labels, predProbs);
    assertMatrix(joint, golden.confident_joint_uncalibrated, 0);
    assert.deepEqual(indicesOf(isOffDiagonal), golden.off_diagonal_indices);
    const calibrated = confidentJoint(labels, predProbs);
    assertEqualUpToRoundingTies(calibrated, golden);
    if (golden.name !== ROUNDING_TIES_CASE) assertMatrix(calibrated, golden.confident_joint, 0);
  });

  it('label quality scores', () => {
    for (const rankBy of RANK_BYS)
      assertClose(labelQualityScores(labels, predProbs, rankBy), golden.label_quality_scores[rankBy]);
  });

  for (const filterBy of FILTER_BYS)
    it(`label issues by ${filterBy}`, () => {
      const expected = golden.find_label_issues[filterBy];
      const find = (options: { fracNoise?: number; minExamplesPerClass?: number } = {}) =>
        findLabelIssues(labels, predProbs, { ...options, filterBy, joint: goldenJoint });
      const isIssue = find();
      assertIssues(golden, isIssue, { filterBy }, expected.indices);
      if (golden.name !== ROUNDING_TIES_CASE)
        assert.deepEqual(findLabelIssues(labels, predProbs, { filterBy }), isIssue, 'with our own joint');
      const half = expected['frac_noise_0.5'];
      if (half) assertIssues(golden, find({ fracNoise: 0.5 }), { filterBy, fracNoise: 0.5 }, half);
      const least = expected.min_examples_per_class_20;
      if (least)
        assertIssues(golden, find({ minExamplesPerClass: 20 }), { filterBy, minExamplesPerClass: 20 }, least);
      for (const rankBy of RANK_BYS) {
        const scores = labelQualityScores(labels, predProbs, rankBy);
        const ordered = expected[`ranked_by_${rankBy}`];
        const ranked = ordered.toSorted((a, b) => scores[a]! - scores[b]!);
        // Up to ties: position by position, the scores are the same.
        assertClose(
          ranked.map((sample) => scores[sample]!),
          ordered.map((sample) => scores[sample]!),
          1e-12,
        );
      }
    });
}

/**
 * The case in which rounding the joint has to choose among equal entries. cleanlab leaves that to numpy's sort, whose
 * order of equal values depends on the processor; with numpy's vector instructions switched off, it chooses as we do.
 */
const ROUNDING_TIES_CASE = 'k10_n600_noise20_imbalanced';

/** The case in which counts cut through equal scores; in all others the set is the only possible one. */
const TIED_CASE = 'k3_n150_ties';

/**
 * The same set as cleanlab's. Only where a count cuts through equal scores is the choice free: numpy's argsort is not
 * stable. Both choices must then lie between flagging all of the equal ones and none.
 */
function assertIssues(
  golden: GoldenCase,
  isIssue: Uint8Array,
  options: Omit<SlowOptions, 'ties' | 'joint'>,
  expected: readonly number[],
): void {
  if (golden.name !== TIED_CASE) {
    assert.deepEqual(indicesOf(isIssue), expected);
    return;
  }
  const slow = { ...options, joint: golden.confident_joint };
  const sure = slowLabelIssues(golden.labels, golden.pred_probs, { ...slow, ties: 'none' });
  const possible = slowLabelIssues(golden.labels, golden.pred_probs, { ...slow, ties: 'all' });
  for (const flagged of [indicesOf(isIssue), expected]) {
    sure.forEach((flag, sample) => assert.ok(!flag || flagged.includes(sample), `${sample} is sure`));
    flagged.forEach((sample) => assert.ok(possible[sample], `${sample} is impossible`));
  }
}

/** Row by row, entries that were equal before rounding are the same numbers in some order. */
function assertEqualUpToRoundingTies(actual: ClassCounts, golden: GoldenCase): void {
  golden.confident_joint_uncalibrated.forEach((rawRow, given) => {
    for (const raw of new Set(rawRow)) {
      const columns = rawRow.flatMap((count, column) => (count === raw ? [column] : []));
      const rounded = columns.map((column) => actual.data[given * actual.classCount + column]!);
      const expected = columns.map((column) => golden.confident_joint[given]![column]!);
      assert.deepEqual(rounded.sort(byNumber), expected.sort(byNumber), `row ${given}, raw ${raw}`);
    }
  });
}

const byNumber = (a: number, b: number) => a - b;

function assertClose(actual: ArrayLike<number>, expected: readonly number[], tolerance = TOLERANCE): void {
  assert.equal(actual.length, expected.length);
  expected.forEach((value, index) => {
    assert.ok(Math.abs(actual[index]! - value) <= tolerance, `[${index}]: ${actual[index]!}, not ${value}`);
  });
}

function assertMatrix(
  actual: ClassCounts,
  expected: readonly (readonly number[])[],
  tolerance = TOLERANCE,
): void {
  assertClose(actual.data, expected.flat(), tolerance);
}
