import assert from 'node:assert/strict';
import {
  calibrateConfidentJoint,
  confidentJoint,
  countConfidentJoint,
  estimateJoint,
  type ClassMatrix,
} from '../../../../src/core/confidentLearning/confidentJoint';
import { confidentThresholds } from '../../../../src/core/confidentLearning/confidentThresholds';
import { estimateLatent } from '../../../../src/core/confidentLearning/estimateLatent';
import { FILTER_BYS, RANK_BYS } from '../../../../src/core/confidentLearning/filterBy';
import {
  findLabelIssues,
  numLabelIssues,
  numLabelIssuesCalibrated,
  orderLabelIssues,
} from '../../../../src/core/confidentLearning/findLabelIssues';
import {
  adjustedLabelQualityScores,
  labelQualityScores,
} from '../../../../src/core/confidentLearning/scores';
import { indicesOf, predProbsOf, readCleanlabGolden, type GoldenCase } from './cleanlabGolden';

const TOLERANCE = 1e-6;

describe('equality with cleanlab 2.9.0', () => {
  const cases = readCleanlabGolden();
  if (cases === undefined) {
    it('needs ../shared/data', function () {
      this.skip();
    });
    return;
  }
  for (const golden of cases) describe(golden.name, () => compareCase(golden));
});

function compareCase(golden: GoldenCase): void {
  const labels = Int32Array.from(golden.labels);
  const predProbs = predProbsOf(golden.pred_probs);

  it('confident thresholds', () => {
    assertClose(confidentThresholds(labels, predProbs), golden.confident_thresholds);
  });

  it('confident joint, raw and calibrated, and its distribution', () => {
    const { joint, isOffDiagonal } = countConfidentJoint(labels, predProbs);
    assertMatrix(joint, golden.confident_joint_uncalibrated, 0);
    assert.deepEqual(indicesOf(isOffDiagonal), golden.off_diagonal_indices);
    const calibrated = calibrateConfidentJoint(joint, labels);
    assertMatrix(calibrated, golden.confident_joint, 0);
    assert.deepEqual(confidentJoint(labels, predProbs), calibrated);
    assertMatrix(estimateJoint(calibrated), golden.estimate_joint);
  });

  it('latent distributions', function () {
    // cleanlab refuses to estimate them when a class has no labels.
    if (golden.latent === undefined) {
      this.skip();
    }
    const latent = estimateLatent(confidentJoint(labels, predProbs));
    assertClose(latent.trueLabelPrior, golden.latent.py);
    assertMatrix(latent.noiseMatrix, golden.latent.noise_matrix);
    assertMatrix(latent.inverseNoiseMatrix, golden.latent.inverse_noise_matrix);
  });

  it('numbers of label issues', () => {
    const { off_diagonal, off_diagonal_calibrated } = golden.num_label_issues;
    assert.equal(numLabelIssues(labels, predProbs), off_diagonal);
    assert.equal(numLabelIssuesCalibrated(labels, predProbs), off_diagonal_calibrated);
  });

  it('label quality scores', () => {
    for (const rankBy of RANK_BYS)
      assertClose(labelQualityScores(labels, predProbs, rankBy), golden.label_quality_scores[rankBy]);
    for (const rankBy of ['self_confidence', 'normalized_margin'] as const)
      assertClose(
        adjustedLabelQualityScores(labels, predProbs, rankBy),
        golden.label_quality_scores_adjusted[rankBy],
      );
  });

  for (const filterBy of FILTER_BYS)
    it(`label issues by ${filterBy}`, () => {
      const expected = golden.find_label_issues[filterBy];
      const isIssue = findLabelIssues(labels, predProbs, { filterBy });
      assert.deepEqual(indicesOf(isIssue), expected.indices);
      assert.equal(indicesOf(isIssue).length, expected.count);
      for (const rankBy of RANK_BYS) {
        const scores = labelQualityScores(labels, predProbs, rankBy);
        const ranked = [...orderLabelIssues(isIssue, scores)];
        const ordered = expected[`ranked_by_${rankBy}`];
        assert.deepEqual([...ranked].sort(byNumber), [...ordered].sort(byNumber));
        // Up to ties: position by position, the scores are the same.
        assertClose(
          ranked.map((sample) => scores[sample]!),
          ordered.map((sample) => scores[sample]!),
          1e-12,
        );
      }
      const half = findLabelIssues(labels, predProbs, { filterBy, fracNoise: 0.5 });
      if (expected['frac_noise_0.5']) assert.deepEqual(indicesOf(half), expected['frac_noise_0.5']);
      const least = findLabelIssues(labels, predProbs, { filterBy, minExamplesPerClass: 20 });
      if (expected.min_examples_per_class_20)
        assert.deepEqual(indicesOf(least), expected.min_examples_per_class_20);
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
  actual: ClassMatrix,
  expected: readonly (readonly number[])[],
  tolerance = TOLERANCE,
): void {
  assertClose(actual.data, expected.flat(), tolerance);
}
