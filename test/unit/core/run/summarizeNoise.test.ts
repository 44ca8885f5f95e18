import assert from 'node:assert/strict';
import type { PredProbs } from '../../../../src/core/confidentLearning/predProbs';
import { ENGLISH } from '../../../../src/core/words/message';
import { describeNoise } from '../../../../src/core/words/describeFindings';
import { createRng } from '../../../../src/core/rng';
import { summarizeNoise } from '../../../../src/core/run/summarizeNoise';
import { REVIEW_STATUS } from '../../../../src/core/review/reviewedLabels';
import { findSuspects } from '../../../../src/core/run/findings';
import { drawNoisySamples } from '../labelNoise/noisySamples';

/** 40 cats and 40 dogs by the predictions; every tenth cat is labelled a dog. */
function suspectsOfCatsAndDogs() {
  const isCat = Array.from({ length: 80 }, (_, image) => image < 40);
  return findSuspects({
    paths: isCat.map((_, image) => `${String(image).padStart(2, '0')}.png`),
    labels: Int32Array.from(isCat, (cat, image) => Number(!cat || image % 10 === 0)),
    classes: ['cat', 'dog'],
    predProbs: Float32Array.from(isCat.flatMap((cat) => (cat ? [0.98, 0.02] : [0.02, 0.98]))),
    filterBy: 'calibrated',
  });
}

/** A label for each row, drawn by its probabilities. */
function drawFrom({ data, rows, columns }: PredProbs, seed: number): Int32Array {
  const rng = createRng(seed);
  return Int32Array.from({ length: rows }, (_, row) => {
    let rest = rng.next01();
    for (let k = 0; k < columns - 1; k++) if ((rest -= data[row * columns + k]!) < 0) return k;
    return columns - 1;
  });
}

describe('summarizeNoise', () => {
  const noise = summarizeNoise(suspectsOfCatsAndDogs());

  it('expects the planted errors, in their class and pair, within its bounds', () => {
    assert.ok(Math.abs(noise.errors - 4) < 1, `${noise.errors}`);
    assert.ok(noise.low <= 4 && noise.high >= 4);
    const [cat, dog] = noise.byClass;
    assert.deepEqual([cat!.label, cat!.images, dog!.label, dog!.images], ['cat', 36, 'dog', 44]);
    assert.ok(dog!.errors > 3 && cat!.errors < 0.5);
    assert.deepEqual([noise.pairs[0]!.given, noise.pairs[0]!.suggested], ['dog', 'cat']);
    assert.ok(noise.expectedPrecision > 0.8 && noise.expectedPrecision <= 1);
    assert.ok(noise.expectedRecall > 0.8 && noise.expectedRecall <= 1);
  });

  it('does not count errors of images that a reviewer has set aside', () => {
    const suspects = suspectsOfCatsAndDogs();
    const reviewStatus = new Uint8Array(80);
    reviewStatus[0] = reviewStatus[10] = REVIEW_STATUS.setAside;
    const left = summarizeNoise(suspects, reviewStatus);
    const expected = suspects.labelQuality[0]! + suspects.labelQuality[10]! - 2;
    assert.ok(Math.abs(left.errors - noise.errors - expected) < 1e-9);
    assert.ok(left.pairs[0]!.errors < noise.pairs[0]!.errors - 1.5);
  });

  it('has bounds that hold random errors and errors where the picture is ambiguous', () => {
    const classCount = 4;
    const sure = (given: number, trueLabel: number) => (given === trueLabel ? 0.9 : 0.1 / (classCount - 1));
    const { labels, trueLabels, predProbs } = drawNoisySamples({
      ...{ count: 4000, classCount, spread: 3, seed: 8 },
      noise: sure,
    });
    // Two people who label what they see, each as likely as it looks: one says what is true, the other what is given.
    const seen = drawNoisySamples({
      count: 4000,
      classCount,
      spread: 3,
      seed: 8,
      noise: (a, b) => Number(a === b),
    });
    const again = drawFrom(seen.predProbs, 9);
    for (const [given, truth, data] of [
      [labels, trueLabels, predProbs.data],
      [again, seen.trueLabels, seen.predProbs.data],
    ] as const) {
      const errors = given.reduce((sum, label, i) => sum + Number(label !== truth[i]), 0);
      const paths = Array.from(given, (_, i) => `${i}.png`);
      const classes = ['a', 'b', 'c', 'd'];
      const bounds = summarizeNoise(
        findSuspects({ paths, labels: given, classes, predProbs: data, filterBy: 'calibrated' }),
      );
      assert.ok(bounds.low <= errors && errors <= bounds.high, `${errors}: ${bounds.low} to ${bounds.high}`);
    }
  });

  it('is put into sentences', () => {
    const [count, suspects, pairs] = describeNoise(noise, ENGLISH);
    assert.match(count!, /^About 4 labels are expected to be wrong \(\d+ to \d+\)\.$/);
    assert.match(
      suspects!,
      /^Of the suspects, (> )?\d+% are expected to be; they hold \d+% of the errors\.$/,
    );
    assert.equal(pairs, 'Most frequent: dog → cat (4).');
    const few = { ...noise, errors: 1.2, low: 0, high: 3.4 };
    assert.equal(describeNoise(few, ENGLISH)[0], 'About 1 label is expected to be wrong (0 to 3).');
  });
});
