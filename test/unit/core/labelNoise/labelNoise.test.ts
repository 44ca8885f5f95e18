import assert from 'node:assert/strict';
import fc from 'fast-check';
import { calibratedCut } from '../../../../src/core/labelNoise/calibratedCut';
import { labelPosterior } from '../../../../src/core/labelNoise/labelPosterior';
import { fitNoiseModel } from '../../../../src/core/labelNoise/noiseModel';
import { drawNoisySamples } from './noisySamples';

const uniform = (rate: number, classCount: number) => (given: number, trueLabel: number) =>
  given === trueLabel ? 1 - rate : rate / (classCount - 1);

function meanDiagonal({ data, classCount }: { readonly data: Float64Array; readonly classCount: number }) {
  let sum = 0;
  for (let cell = 0; cell < data.length; cell += classCount + 1) sum += data[cell]!;
  return sum / classCount;
}

describe('fitNoiseModel', () => {
  for (const [classCount, rate] of [
    [2, 0.1],
    [10, 0.2],
    [50, 0.3],
  ] as const)
    it(`finds a uniform noise rate of ${rate} among ${classCount} classes`, () => {
      const { labels, predProbs } = drawNoisySamples({
        count: 4000,
        classCount,
        spread: 6,
        noise: uniform(rate, classCount),
        seed: 1,
      });
      const { transition, sharpness } = fitNoiseModel(labels, predProbs);
      assert.ok(Math.abs(1 - meanDiagonal(transition) - rate) < 0.02, `${1 - meanDiagonal(transition)}`);
      assert.ok(sharpness > 0.85 && sharpness < 1.15, `${sharpness}`);
    });

  it('finds the pair of classes that is confused', () => {
    const noise = (given: number, trueLabel: number) =>
      trueLabel === 1 ? [0.02, 0.68, 0.3, 0][given]! : uniform(0.02, 4)(given, trueLabel);
    const { labels, predProbs } = drawNoisySamples({ count: 8000, classCount: 4, spread: 6, noise, seed: 2 });
    const { transition } = fitNoiseModel(labels, predProbs);
    // Half-way to uniform errors by the prior, yet by far the largest.
    assert.ok(transition.data[2 * 4 + 1]! > 0.15, `${transition.data[2 * 4 + 1]}`);
    assert.ok(transition.data[1 * 4 + 2]! < 0.03, `${transition.data[1 * 4 + 2]}`);
  });

  it('notices predictions that are not sure enough', () => {
    const samples = drawNoisySamples({
      count: 6000,
      classCount: 10,
      spread: 6,
      noise: uniform(0.2, 10),
      seed: 3,
    });
    const { data, columns } = samples.predProbs;
    const flattened = Float32Array.from(data, (value) => Math.sqrt(value));
    for (let start = 0; start < flattened.length; start += columns) {
      const row = flattened.subarray(start, start + columns);
      const total = row.reduce((sum, value) => sum + value, 0);
      row.forEach((value, k) => (row[k] = value / total));
    }
    const { sharpness } = fitNoiseModel(samples.labels, { ...samples.predProbs, data: flattened });
    assert.ok(sharpness > 1.7 && sharpness < 2.3, `${sharpness}`);
  });

  it('gives columns that sum to 1, also for a class without samples', () => {
    const labels = Int32Array.of(0, 0, 1, 1);
    const data = Float32Array.of(0.9, 0.1, 0, 1, 0, 0, 0.1, 0.9, 0, 0, 0.5, 0.5);
    const { transition } = fitNoiseModel(labels, { data, rows: 4, columns: 3 });
    for (let column = 0; column < 3; column++) {
      const sum = [0, 3, 6].reduce((total, row) => total + transition.data[row + column]!, 0);
      assert.ok(Math.abs(sum - 1) < 1e-12);
    }
  });
});

describe('labelPosterior', () => {
  it("is Bayes' rule", () => {
    // Two classes; given labels are wrong in 10 % of class 0 and 20 % of class 1.
    const model = {
      transition: { data: Float64Array.of(0.9, 0.2, 0.1, 0.8), classCount: 2 },
      sharpness: 2,
    };
    const predProbs = { data: Float32Array.of(0.25, 0.75), rows: 1, columns: 2 };
    const posterior = labelPosterior(Int32Array.of(0), predProbs, model);
    // Sharpened, the prediction is 1 : 9.
    const right = (0.9 * 1) / (0.9 * 1 + 0.2 * 9);
    assert.ok(Math.abs(posterior.labelQuality[0]! - right) < 1e-9);
    assert.equal(posterior.predictedLabels[0], 1);
    assert.ok(Math.abs(posterior.predictedProbability[0]! - (1 - right)) < 1e-9);
    assert.ok(Math.abs(posterior.expectedJoint.data[1]! - (1 - right)) < 1e-9);
  });

  it('is calibrated: of labels with quality q, a share of q is right', () => {
    const { labels, trueLabels, predProbs } = drawNoisySamples({
      count: 20_000,
      classCount: 5,
      spread: 3,
      noise: uniform(0.2, 5),
      seed: 4,
    });
    const { labelQuality } = labelPosterior(labels, predProbs, fitNoiseModel(labels, predProbs));
    for (let bin = 0; bin < 5; bin++) {
      const members = [...labelQuality.keys()].filter(
        (i) => Math.min(Math.floor(labelQuality[i]! * 5), 4) === bin,
      );
      const mean = members.reduce((sum, i) => sum + labelQuality[i]!, 0) / members.length;
      const right = members.reduce((sum, i) => sum + Number(labels[i] === trueLabels[i]), 0) / members.length;
      assert.ok(Math.abs(mean - right) < 0.05, `bin ${bin}: ${mean} expected, ${right} are right`);
    }
  });

  it('keeps rows of the expected joint at the label counts', () => {
    const { labels, predProbs } = drawNoisySamples({
      count: 500,
      classCount: 3,
      spread: 2,
      noise: uniform(0.3, 3),
      seed: 5,
    });
    const { expectedJoint } = labelPosterior(labels, predProbs, fitNoiseModel(labels, predProbs));
    for (let given = 0; given < 3; given++) {
      const total = expectedJoint.data
        .subarray(given * 3, given * 3 + 3)
        .reduce((sum, value) => sum + value, 0);
      assert.ok(Math.abs(total - labels.filter((label) => label === given).length) < 1e-6);
    }
  });
});

describe('calibratedCut', () => {
  it('maximises the expected F1 over all cuts', () => {
    const qualities = fc.array(
      fc.integer({ min: 0, max: 20 }).map((x) => x / 20),
      { minLength: 1, maxLength: 30 },
    );
    fc.assert(
      fc.property(qualities, (values) => {
        const quality = Float64Array.from(values);
        const { isLabelIssue } = calibratedCut(quality);
        const expectedErrors = values.reduce((sum, value) => sum + 1 - value, 0);
        const f1Of = (isFlagged: (index: number) => boolean) => {
          const flagged = values.filter((_, index) => isFlagged(index));
          if (flagged.length === 0) return 0;
          return (2 * flagged.reduce((sum, value) => sum + 1 - value, 0)) / (flagged.length + expectedErrors);
        };
        const chosen = f1Of((index) => isLabelIssue[index] === 1);
        for (const threshold of values)
          assert.ok(chosen >= f1Of((index) => values[index]! <= threshold) - 1e-12);
      }),
    );
  });

  it('says what to expect of the flagged images', () => {
    const cut = calibratedCut(Float64Array.of(0.1, 1, 0.1, 0.9, 1));
    assert.deepEqual([...cut.isLabelIssue], [1, 0, 1, 0, 0]);
    assert.ok(Math.abs(cut.expectedPrecision - 0.9) < 1e-12);
    assert.ok(Math.abs(cut.expectedRecall - 1.8 / 1.9) < 1e-12);
  });

  it('flags nothing where no label is in doubt', () => {
    assert.deepEqual([...calibratedCut(Float64Array.of(1, 1)).isLabelIssue], [0, 0]);
    assert.deepEqual([...calibratedCut(new Float64Array(0)).isLabelIssue], []);
  });
});
