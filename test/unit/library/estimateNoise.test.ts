import assert from 'node:assert/strict';
import { judgeLabels } from '../../../src/core/labelNoise/judgeLabels';
import { estimateNoise, LabelReviewError } from '../../../src/library/core';
import { drawNoisySamples } from '../core/labelNoise/noisySamples';

/** A tenth of the labels of class 0 is class 1; the others are right. */
const NOISE_RATE = 0.1;
const noise = (given: number, trueLabel: number) => {
  if (trueLabel !== 0) return Number(given === trueLabel);
  return [1 - NOISE_RATE, NOISE_RATE, 0][given]!;
};
const samples = drawNoisySamples({ count: 3000, classCount: 3, spread: 6, noise, seed: 5 });
const estimate = estimateNoise({ ...samples, classes: ['ant', 'bee', 'fly'] });
const wrong = samples.labels.reduce((sum, label, row) => sum + Number(label !== samples.trueLabels[row]!), 0);

describe('estimateNoise', () => {
  it('counts the wrong labels to within its bounds, in all and by class', () => {
    assert.ok(
      estimate.low < wrong && wrong < estimate.high,
      `${estimate.low}–${estimate.high}, not ${wrong}`,
    );
    const [ant, bee] = estimate.byClass;
    assert.deepEqual([ant!.label, bee!.label], ['ant', 'bee']);
    assert.ok(bee!.errors > 2 * ant!.errors, `${bee!.errors}, ${ant!.errors}`);
    const images = estimate.byClass.reduce((sum, each) => sum + each.images, 0);
    assert.equal(images, samples.labels.length);
  });

  it('finds which class is given for which', () => {
    const [first] = estimate.pairs;
    assert.deepEqual([first!.given, first!.suggested], ['bee', 'ant']);
    const { data, classCount } = estimate.transition;
    for (let trueLabel = 0; trueLabel < classCount; trueLabel++) {
      const column = [0, 1, 2].map((given) => data[given * classCount + trueLabel]!);
      assert.ok(Math.abs(column.reduce((sum, share) => sum + share) - 1) < 1e-9);
    }
    assert.ok(Math.abs(data[classCount]! - NOISE_RATE) < 0.03, `${data[classCount]!}`);
  });

  it('judges each label as a run does, and flags those that are mostly wrong', () => {
    const { labels, trueLabels, predProbs } = samples;
    assert.deepEqual(estimate.labelQuality, judgeLabels(labels, predProbs).labelQuality);
    const flagged = Array.from(labels.keys()).filter((row) => estimate.isLabelIssue[row] === 1);
    const right = flagged.filter((row) => estimate.suggestedLabels[row] === trueLabels[row]);
    assert.ok(right.length > 0.6 * flagged.length, `${right.length} of ${flagged.length}`);
    assert.ok(right.length > 0.6 * wrong, `${right.length} of ${wrong}`);
  });

  it('names classes by their indices where they have no names, and wants a name for each', () => {
    assert.deepEqual(
      estimateNoise(samples).byClass.map(({ label }) => label),
      ['0', '1', '2'],
    );
    assert.throws(() => estimateNoise({ ...samples, classes: ['ant', 'bee'] }), LabelReviewError);
  });
});
