import assert from 'node:assert/strict';
import fc from 'fast-check';
import { calibratedCut } from '../../../../src/core/labelNoise/calibratedCut';
import { estimateErrors } from '../../../../src/core/labelNoise/errorEstimate';
import { isotonicFit } from '../../../../src/core/labelNoise/isotonic';
import { AMBIGUOUS_SHARE, judgeLabels } from '../../../../src/core/labelNoise/judgeLabels';
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
    // Two classes; given labels are wrong in 10% of class 0 and 20% of class 1.
    const model = {
      transition: { data: Float64Array.of(0.9, 0.2, 0.1, 0.8), classCount: 2 },
      sharpness: 2,
    };
    const predProbs = { data: Float32Array.of(0.25, 0.75), rows: 1, columns: 2 };
    const posterior = labelPosterior(Int32Array.of(0), predProbs, model);
    // Sharpened, the prediction is 1 : 9.
    const right = (0.9 * 1) / (0.9 * 1 + 0.2 * 9);
    assert.ok(Math.abs(posterior.labelQuality[0]! - right) < 1e-9);
    assert.equal(posterior.otherLabels[0], 1);
    assert.equal(posterior.otherShares[0], 1);
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
        const isLabelIssue = calibratedCut(quality);
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

  it('flags images of equal quality together', () => {
    assert.deepEqual([...calibratedCut(Float64Array.of(0.1, 1, 0.1, 0.9, 1))], [1, 0, 1, 0, 0]);
  });

  it('flags nothing where no label is in doubt', () => {
    assert.deepEqual([...calibratedCut(Float64Array.of(1, 1))], [0, 0]);
    assert.deepEqual([...calibratedCut(new Float64Array(0))], []);
  });
});

describe('isotonicFit', () => {
  it('keeps what rises and pools what does not, with straight lines between', () => {
    assert.deepEqual([...isotonicFit(Float64Array.of(1, 2, 4), Float64Array.of(1, 1, 1))], [1, 2, 4]);
    // Pooled to 2 in the middle (places 1 and 2), which is reached half-way between them.
    const fitted = isotonicFit(Float64Array.of(0, 3, 1, 5), Float64Array.of(1, 1, 1, 1));
    [0, 2 * (1 / 1.5), 2 + (3 * 0.5) / 1.5, 5].forEach((value, place) =>
      assert.ok(Math.abs(fitted[place]! - value) < 1e-12, `${fitted[place]} at ${place}`),
    );
  });

  it('rises, between the lowest and the highest value', () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 1 }), (values) => {
        const fitted = [...isotonicFit(Float64Array.from(values), new Float64Array(values.length).fill(1))];
        fitted.slice(1).forEach((value, place) => assert.ok(value >= fitted[place]! - 1e-12));
        assert.ok(fitted[0]! >= Math.min(...values) - 1e-12 && fitted.at(-1)! <= Math.max(...values) + 1e-12);
      }),
    );
  });
});

describe('judgeLabels', () => {
  const held = drawNoisySamples({ count: 6000, classCount: 5, spread: 5, noise: uniform(0.2, 5), seed: 6 });
  const { labels, trueLabels } = held;
  // A model that is nearly always right, but has seen the labels: too sure, and drawn to the given ones.
  const seen = Float32Array.from(held.predProbs.data, () => 0.002);
  trueLabels.forEach((label, i) => (seen[i * 5 + label]! += i % 10 === 0 ? 0.19 : 0.8));
  labels.forEach((label, i) => (seen[i * 5 + label]! += i % 10 === 0 ? 0.8 : 0.19));
  const predProbs = { data: seen, rows: labels.length, columns: 5 };
  const errors = labels.reduce((sum, label, i) => sum + Number(label !== trueLabels[i]), 0);
  const expected = (qualities: Float64Array) => qualities.reduce((sum, quality) => sum + 1 - quality, 0);

  it('takes the order from models that have seen the images, the level from models that have not', () => {
    const images = Int32Array.from(labels.keys()).filter((image) => image % 2 === 0);
    const rows = [...images].flatMap((i) => [...held.predProbs.data.subarray(i * 5, i * 5 + 5)]);
    const judged = judgeLabels(labels, predProbs, { images, predProbs: Float32Array.from(rows) });
    const order = [...labels.keys()].sort((a, b) => judged.ranking[a]! - judged.ranking[b]!);
    order
      .slice(1)
      .forEach((image, place) =>
        assert.ok(judged.labelQuality[image]! >= judged.labelQuality[order[place]!]! - 1e-12),
      );
    const estimate = estimateErrors(labels, judged, {
      classCount: 5,
      levelDoubt: { below: 0.1, above: 0.1 },
    });
    assert.ok(estimate.low < errors && errors < estimate.high, `${estimate.low} ${errors} ${estimate.high}`);
    const byClass = estimate.byClass.reduce((sum, { errors: some }) => sum + some, 0);
    assert.ok(Math.abs(byClass - expected(judged.labelQuality)) < 1e-6);
    const byPair = estimate.pairs.reduce((sum, pair) => sum + pair.errors, 0);
    assert.ok(Math.abs(byPair - byClass) < 1e-6);
    assert.ok(estimate.pairs.every((pair) => pair.given !== pair.suggested));
  });

  it('believes a label as far as it is predicted, where the picture may be ambiguous', () => {
    const samples = drawNoisySamples({
      count: 2000,
      classCount: 3,
      spread: 4,
      noise: uniform(0.1, 3),
      seed: 7,
    });
    const { labelQuality, selfConfidence, noiseModel } = judgeLabels(samples.labels, samples.predProbs);
    const byModel = labelPosterior(samples.labels, samples.predProbs, noiseModel).labelQuality;
    samples.labels.forEach((given, i) => {
      const predicted = samples.predProbs.data[i * 3 + given]!;
      assert.equal(selfConfidence[i], predicted);
      const mean = byModel[i]! + AMBIGUOUS_SHARE * (predicted - byModel[i]!);
      assert.ok(Math.abs(labelQuality[i]! - mean) < 1e-12);
    });
  });
});
