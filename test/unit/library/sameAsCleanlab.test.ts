import assert from 'node:assert/strict';
import { FILTER_BYS, RANK_BYS } from '../../../src/core/confidentLearning/filterBy';
import {
  computeConfidentJoint,
  findLabelIssues,
  getConfidentThresholds,
  getLabelQualityScores,
} from '../../../src/library/core';
import { indicesOf, readCleanlabGolden, type GoldenCase } from '../core/confidentLearning/cleanlabGolden';

/** In the first, rounding has to choose among equal entries of the joint; in the second, counts cut through equal scores. */
const CHOSEN_OTHERWISE = ['k10_n600_noise20_imbalanced', 'k3_n150_ties'];

describe('the library gives what cleanlab 2.9.0 gives', () => {
  for (const golden of readCleanlabGolden())
    describe(golden.name, () => {
      const input = { labels: golden.labels, predProbs: golden.pred_probs };

      it('thresholds and confident joint', () => {
        assertClose(getConfidentThresholds(input), golden.confident_thresholds);
        const raw = computeConfidentJoint({ ...input, calibrate: false });
        assert.deepEqual(Array.from(raw.data), golden.confident_joint_uncalibrated.flat());
        if (CHOSEN_OTHERWISE.includes(golden.name)) return;
        assert.deepEqual(Array.from(computeConfidentJoint(input).data), golden.confident_joint.flat());
      });

      it('label quality scores', () => {
        for (const rankBy of RANK_BYS)
          assertClose(getLabelQualityScores({ ...input, rankBy }), golden.label_quality_scores[rankBy]);
        assertClose(getLabelQualityScores(input), golden.label_quality_scores.self_confidence);
      });

      if (!CHOSEN_OTHERWISE.includes(golden.name)) it('label issues, in order', () => compareIssues(golden));
    });
});

function compareIssues(golden: GoldenCase): void {
  const input = { labels: golden.labels, predProbs: golden.pred_probs };
  for (const filterBy of FILTER_BYS) {
    const expected = golden.find_label_issues[filterBy];
    for (const rankBy of RANK_BYS) {
      const { isLabelIssue, indices, labelQuality } = findLabelIssues({ ...input, filterBy, rankBy });
      assert.deepEqual(indicesOf(isLabelIssue), expected.indices);
      // Up to ties: position by position, the scores are the same.
      const ordered = expected[`ranked_by_${rankBy}`];
      assertClose(
        Array.from(indices, (sample) => labelQuality[sample]!),
        ordered.map((sample) => labelQuality[sample]!),
      );
    }
    const half = expected['frac_noise_0.5'];
    if (half !== undefined)
      assert.deepEqual(indicesOf(findLabelIssues({ ...input, filterBy, fracNoise: 0.5 }).isLabelIssue), half);
    const least = expected.min_examples_per_class_20;
    if (least !== undefined)
      assert.deepEqual(
        indicesOf(findLabelIssues({ ...input, filterBy, minExamplesPerClass: 20 }).isLabelIssue),
        least,
      );
  }
  assert.deepEqual(
    findLabelIssues(input),
    findLabelIssues({ ...input, filterBy: 'prune_by_noise_rate', rankBy: 'self_confidence' }),
  );
}

function assertClose(actual: ArrayLike<number>, expected: ArrayLike<number>): void {
  assert.equal(actual.length, expected.length);
  for (let index = 0; index < expected.length; index++)
    assert.ok(Math.abs(actual[index]! - expected[index]!) <= 1e-6, `[${index}]: ${actual[index]!}`);
}
