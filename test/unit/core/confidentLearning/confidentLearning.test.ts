import assert from 'node:assert/strict';
import fc from 'fast-check';
import {
  confidentJoint,
  countConfidentJoint,
  sumRows,
} from '../../../../src/core/confidentLearning/confidentJoint';
import { confidentThresholds } from '../../../../src/core/confidentLearning/confidentThresholds';
import { FILTER_BYS, RANK_BYS } from '../../../../src/core/confidentLearning/filterBy';
import { findLabelIssues } from '../../../../src/core/confidentLearning/findLabelIssues';
import { argmaxOfRow } from '../../../../src/core/confidentLearning/predProbs';
import {
  roundHalfToEven,
  roundPreservingTotal,
} from '../../../../src/core/confidentLearning/roundPreservingTotal';
import { labelQualityScores } from '../../../../src/core/confidentLearning/scores';
import { createRng } from '../../../../src/core/rng';
import { indicesOf, predProbsOf } from './cleanlabGolden';
import { slowConfidentJoint, slowLabelIssues, slowScores, slowThresholds } from './slowConfidentLearning';

/** Small sets with few distinct probabilities (many ties), missing classes and exact zeros. */
const cases = fc.integer({ min: 2, max: 5 }).chain((classCount) =>
  fc
    .array(
      fc.record({
        label: fc.integer({ min: 0, max: classCount - 1 }),
        weights: fc.array(fc.integer({ min: 0, max: 6 }), {
          minLength: classCount,
          maxLength: classCount,
        }),
      }),
      { minLength: 1, maxLength: 40 },
    )
    .map((samples) => ({
      labels: samples.map(({ label }) => label),
      rows: samples.map(({ weights, label }) => {
        const total = weights.reduce((sum, weight) => sum + weight, 0);
        return total === 0
          ? weights.map((_, k) => (k === label ? 1 : 0))
          : weights.map((weight) => weight / total);
      }),
    })),
);

describe('confident learning against the literal version', () => {
  it('thresholds and confident joint', () => {
    fc.assert(
      fc.property(cases, ({ labels, rows }) => {
        const [given, predProbs] = [Int32Array.from(labels), predProbsOf(rows)];
        slowThresholds(labels, rows).forEach((threshold, k) =>
          assert.ok(Math.abs(threshold - confidentThresholds(given, predProbs)[k]!) < 1e-12),
        );
        const { joint, isOffDiagonal } = countConfidentJoint(given, predProbs);
        const slow = slowConfidentJoint(labels, rows);
        assert.deepEqual([...joint.data], slow.joint.flat());
        slow.guesses.forEach((guess, i) =>
          assert.equal(isOffDiagonal[i] === 1, guess !== undefined && guess !== labels[i]),
        );
      }),
      { seed: 1 },
    );
  });

  it('all scores, from float64 and float32', () => {
    fc.assert(
      fc.property(cases, ({ labels, rows }) => {
        const given = Int32Array.from(labels);
        const predProbs = predProbsOf(rows);
        const single = { ...predProbs, data: Float32Array.from(predProbs.data) };
        for (const rankBy of RANK_BYS) {
          const expected = slowScores(labels, rows)[rankBy];
          const actual = labelQualityScores(given, predProbs, rankBy);
          const fromSingle = labelQualityScores(given, single, rankBy);
          expected.forEach((score, i) => {
            assert.ok(Math.abs(actual[i]! - score) < 1e-12);
            assert.ok(Math.abs(fromSingle[i]! - score) < 1e-5);
          });
        }
      }),
      { seed: 2 },
    );
  });

  for (const filterBy of FILTER_BYS)
    it(`issues by ${filterBy}, the first of those at the cut`, () => {
      const options = fc.record({
        fracNoise: fc.constantFrom(1, 0.5, 0.3, 0),
        minExamplesPerClass: fc.constantFrom(0, 1, 3, 10),
      });
      fc.assert(
        fc.property(cases, options, ({ labels, rows }, option) => {
          const given = Int32Array.from(labels);
          const predProbs = predProbsOf(rows);
          const { data, classCount } = confidentJoint(given, predProbs);
          const joint = rows[0]!.map((_, k) => [...data.subarray(k * classCount, (k + 1) * classCount)]);
          const isIssue = findLabelIssues(given, predProbs, { filterBy, ...option });
          const slow = slowLabelIssues(labels, rows, { filterBy, ...option, joint, ties: 'first' });
          assert.deepEqual(
            Array.from(isIssue, (flag) => flag === 1),
            slow,
          );
        }),
        { seed: 3, numRuns: 200 },
      );
    });

  it('calibrates each count to less than 1 from its exact share of the label count', () => {
    fc.assert(
      fc.property(cases, ({ labels, rows }) => {
        const calibrated = confidentJoint(Int32Array.from(labels), predProbsOf(rows));
        const { joint } = slowConfidentJoint(labels, rows);
        joint.forEach((counts, given) => {
          const share = labels.filter((label) => label === given).length / counts.reduce((a, b) => a + b, 0);
          counts.forEach((count, k) => {
            const rounded = calibrated.data[given * calibrated.classCount + k]!;
            assert.ok(Math.abs(rounded - count * share) < 1 + 1e-9);
          });
        });
      }),
      { seed: 9 },
    );
  });
});

describe('confident learning', () => {
  it('keeps the label counts as row totals of the calibrated joint', () => {
    fc.assert(
      fc.property(cases, ({ labels, rows }) => {
        const joint = confidentJoint(Int32Array.from(labels), predProbsOf(rows));
        sumRows(joint).forEach((total, k) =>
          assert.equal(total, labels.filter((label) => label === k).length),
        );
        assert.ok(joint.data.every((count) => Number.isInteger(count) && count >= 0));
      }),
      { seed: 4 },
    );
  });

  it('works by hand: three samples of class 0, two of class 1, one of each swapped', () => {
    const labels = Int32Array.of(0, 0, 0, 1, 1);
    const predProbs = predProbsOf([
      [0.9, 0.1],
      [0.8, 0.2],
      [0.1, 0.9],
      [0.3, 0.7],
      [0.8, 0.2],
    ]);
    // Thresholds: (0.9 + 0.8 + 0.1) / 3 = 0.6 and (0.7 + 0.2) / 2 = 0.45.
    const thresholds = confidentThresholds(labels, predProbs);
    assert.ok(Math.abs(thresholds[0]! - 0.6) < 1e-12 && Math.abs(thresholds[1]! - 0.45) < 1e-12);
    const { joint, isOffDiagonal } = countConfidentJoint(labels, predProbs);
    assert.deepEqual([...joint.data], [2, 1, 1, 1]);
    assert.deepEqual(indicesOf(isOffDiagonal), [2, 4]);
    for (const filterBy of FILTER_BYS)
      assert.deepEqual(indicesOf(findLabelIssues(labels, predProbs, { filterBy })), [2, 4], filterBy);
    // Margins by hand: (0.1 − 0.9 + 1) / 2 and (0.2 − 0.8 + 1) / 2.
    const margins = labelQualityScores(labels, predProbs, 'normalized_margin');
    assert.ok(Math.abs(margins[2]! - 0.1) < 1e-12 && Math.abs(margins[4]! - 0.2) < 1e-12);
  });

  it('flags the same samples whatever their order, when no scores are equal', () => {
    const { labels, predProbs } = randomCase({ samples: 300, classCount: 4, seed: 5 });
    const order = Int32Array.from({ length: 300 }, (_, i) => i);
    createRng(6).shuffle(order);
    const shuffled = {
      labels: order.map((i) => labels[i]!),
      predProbs: {
        ...predProbs,
        data: Float64Array.from([...order].flatMap((i) => [...predProbs.data.subarray(i * 4, i * 4 + 4)])),
      },
    };
    for (const filterBy of FILTER_BYS) {
      const before = findLabelIssues(labels, predProbs, { filterBy });
      const after = findLabelIssues(shuffled.labels, shuffled.predProbs, { filterBy });
      assert.deepEqual(
        indicesOf(after)
          .map((i) => order[i]!)
          .sort((a, b) => a - b),
        indicesOf(before),
        filterBy,
      );
    }
  });

  it('flags nothing when every label is predicted with certainty', () => {
    const labels = Int32Array.of(0, 1, 2, 2, 1, 0);
    const predProbs = predProbsOf([...labels].map((label) => [0, 1, 2].map((k) => (k === label ? 1 : 0))));
    for (const filterBy of FILTER_BYS)
      assert.deepEqual(indicesOf(findLabelIssues(labels, predProbs, { filterBy })), [], filterBy);
  });

  it('leaves out samples whose given label is within 1e-6 of the most probable one', () => {
    const labels = Int32Array.of(1, 1);
    const predProbs = predProbsOf([
      [0.5 + 4e-7, 0.5 - 4e-7],
      [0.51, 0.49],
    ]);
    const isIssue = findLabelIssues(labels, predProbs, { filterBy: 'predicted_neq_given' });
    assert.deepEqual(indicesOf(isIssue), [1]);
  });

  it('takes the first of equally probable classes as predicted', () => {
    assert.equal(argmaxOfRow(predProbsOf([[0.2, 0.4, 0.4]]), 0), 1);
  });

  it('computes with float32 predictions in float32, as cleanlab does', () => {
    // The third sample has exactly the threshold of class 0 less the slack, both rounded to float32.
    const rows = [0.016625, 0.234375, 0.125499, 0].map(Math.fround).flatMap((p) => [p, Math.fround(1 - p)]);
    const labels = Int32Array.of(0, 0, 1, 1);
    const jointOf = (data: Float32Array | Float64Array) =>
      countConfidentJoint(labels, { data, rows: 4, columns: 2 }).joint.data;
    assert.deepEqual([...jointOf(Float32Array.from(rows))], [1, 1, 1, 1]);
    assert.deepEqual([...jointOf(Float64Array.from(rows))], [1, 1, 0, 1]);
  });

  it('leaves a class without samples alone', () => {
    const { labels, predProbs } = randomCase({ samples: 200, classCount: 4, seed: 10 });
    const without = labels.map((label) => (label === 2 ? 3 : label));
    assert.equal(confidentThresholds(without, predProbs)[2], 2);
    const { data } = confidentJoint(without, predProbs);
    assert.deepEqual([...data.subarray(8, 12)], [0, 0, 0, 0]);
    assert.deepEqual(
      [0, 1, 3].map((given) => data[given * 4 + 2]),
      [0, 0, 0],
    );
  });

  it('handles 1,000 classes, most of them with one sample or two', function () {
    this.timeout(30_000);
    const { labels, predProbs } = randomCase({ samples: 2000, classCount: 1000, seed: 11 });
    const joint = confidentJoint(labels, predProbs);
    assert.equal(
      joint.data.reduce((total, count) => total + count, 0),
      2000,
    );
    for (const filterBy of FILTER_BYS)
      assert.equal(findLabelIssues(labels, predProbs, { filterBy, joint }).length, 2000);
  });

  it('handles 100,000 samples of 50 classes', function () {
    this.timeout(20_000);
    const { labels, predProbs } = randomCase({ samples: 100_000, classCount: 50, seed: 7 });
    const isIssue = findLabelIssues(labels, predProbs, { filterBy: 'both' });
    assert.ok(indicesOf(isIssue).length > 0);
  });
});

describe('rounding that keeps row totals', () => {
  it('rounds halves to even', () => {
    assert.deepEqual([0.5, 1.5, 2.5, -0.5, 2.4, 2.6].map(roundHalfToEven).map(Math.abs), [0, 2, 2, 0, 2, 3]);
  });

  it('gives back what rounding took from where it took most', () => {
    // 1.4 + 1.3 + 1.3 = 4, rounded 1 + 1 + 1: the first lost most.
    assert.deepEqual([...roundPreservingTotal(Float64Array.of(1.4, 1.3, 1.3))], [2, 1, 1]);
    // 1.6 + 1.7 + 1.7 = 5, rounded 2 + 2 + 2: the first gained most.
    assert.deepEqual([...roundPreservingTotal(Float64Array.of(1.6, 1.7, 1.7))], [1, 2, 2]);
    // Of entries moved equally far, the last is raised and the first lowered.
    assert.deepEqual([...roundPreservingTotal(Float64Array.of(1.4, 1.4, 1.2))], [1, 2, 1]);
    assert.deepEqual([...roundPreservingTotal(Float64Array.of(1.6, 1.6, 0.8))], [1, 2, 1]);
  });

  it('keeps totals and moves no entry by 1 or more', () => {
    const row = fc.array(fc.double({ min: 0, max: 50, noNaN: true }), { minLength: 1, maxLength: 12 });
    fc.assert(
      fc.property(row, (values) => {
        const rounded = roundPreservingTotal(Float64Array.from(values));
        const total = values.reduce((sum, value) => sum + value, 0);
        assert.equal(
          rounded.reduce((sum, value) => sum + value, 0),
          roundHalfToEven(total),
        );
        rounded.forEach((value, i) => assert.ok(Math.abs(value - values[i]!) < 1.5));
      }),
      { seed: 8 },
    );
  });
});

function randomCase(shape: { samples: number; classCount: number; seed: number }) {
  const { samples, classCount, seed } = shape;
  const rng = createRng(seed);
  const labels = Int32Array.from({ length: samples }, () => rng.nextInt(classCount));
  const data = new Float64Array(samples * classCount);
  for (let row = 0; row < samples; row++) {
    const likely = rng.next01() < 0.8 ? labels[row]! : rng.nextInt(classCount);
    let total = 0;
    for (let column = 0; column < classCount; column++) {
      const weight = Math.exp(rng.normal() + (column === likely ? 4 : 0));
      data[row * classCount + column] = weight;
      total += weight;
    }
    for (let column = 0; column < classCount; column++) data[row * classCount + column]! /= total;
  }
  return { labels, predProbs: { data, rows: samples, columns: classCount } };
}
