import assert from 'node:assert/strict';
import { classCloseness } from '../../../../src/core/embedding/classCloseness';
import { findOffTopic, type OffTopicImages } from '../../../../src/core/embedding/offTopic';
import { createRng } from '../../../../src/core/rng';
import { runSteps } from '../../../../src/core/steps';
import { drawVectors, embeddedImages, PLAIN_SEARCH } from './drawEmbeddings';

async function offTopicOf(
  labels: readonly number[],
  strangers: number,
  seed: number,
): Promise<OffTopicImages> {
  const embedded = embeddedImages(drawVectors({ labels, strangers, seed }), labels);
  return findOffTopic(await runSteps(classCloseness(embedded, PLAIN_SEARCH)), embedded.classCount);
}

const flagged = ({ flags }: Pick<OffTopicImages, 'flags'>) =>
  [...flags.keys()].filter((image) => flags[image] === 1);

/** Closeness whose straight distances are given. */
function closenessOf(distances: readonly number[], labels?: readonly number[]) {
  const best = Float32Array.from(distances, (distance) => 1 - distance ** 2 / 2);
  return { own: best, best, closest: Int32Array.from(labels ?? distances.map(() => 0)) };
}

describe('findOffTopic', () => {
  const labels = Array.from({ length: 300 }, (_, image) => image % 3);

  it('finds images that are none of the classes', async () => {
    const found = await offTopicOf(labels, 12, 3);
    const strangers = Array.from({ length: 12 }, (_, i) => 288 + i);
    assert.ok(strangers.every((image) => found.flags[image] === 1));
    assert.ok(flagged(found).length <= 14, `${flagged(found).length}`);
    const order = [...found.scores.keys()].sort((a, b) => found.scores[b]! - found.scores[a]!);
    assert.deepEqual(
      order.slice(0, 12).sort((a, b) => a - b),
      strangers,
    );
    assert.ok(strangers.every((image) => found.scores[image]! > 0.8));
  });

  it('flags next to nothing in even spreads', () => {
    let count = 0;
    for (let seed = 0; seed < 20; seed++) {
      const rng = createRng(seed);
      const even = Array.from({ length: 2000 }, () => 0.7 + 0.05 * rng.normal());
      count += flagged(findOffTopic(closenessOf(even), 1)).length;
    }
    assert.ok(count <= 20, `${count} of 40,000`);
  });

  it('finds a single image that is far off', () => {
    const rng = createRng(9);
    const distances = Array.from({ length: 400 }, (_, i) => (i === 7 ? 0.95 : 0.7 + 0.05 * rng.normal()));
    assert.deepEqual(flagged(findOffTopic(closenessOf(distances), 1)), [7]);
  });

  it('gives flagged images a score of at least one half, and the others less', async () => {
    const { scores, flags } = await offTopicOf(labels, 12, 4);
    scores.forEach((score, image) => assert.equal(score >= 0.5, flags[image] === 1));
    assert.ok(scores.every((score) => score >= 0 && score <= 1));
  });

  it('does not take a class of very different images for images of no class', () => {
    const rng = createRng(1);
    const classes = Array.from({ length: 1200 }, (_, image) => (image % 6 === 0 ? 1 : 0));
    const distances = classes.map((label) => (label === 1 ? 0.9 : 0.6) + 0.05 * rng.normal());
    assert.ok(flagged(findOffTopic(closenessOf(distances, classes), 2)).length < 20);
    assert.ok(flagged(findOffTopic(closenessOf(distances), 1)).length >= 200);
  });

  it('says what is usual of a class', () => {
    const distances = Array.from({ length: 101 }, (_, i) => Math.sqrt(2 * (1 - i / 100)));
    const [usual, none] = findOffTopic(closenessOf(distances), 2).usual;
    assert.ok(Math.abs(usual!.low - 0.05) < 1e-6 && Math.abs(usual!.high - 0.95) < 1e-6);
    assert.ok(Number.isNaN(none!.low) && Number.isNaN(none!.high));
  });

  it('says nothing of few images, of equal ones, and of those of a tiny class', () => {
    assert.deepEqual(flagged(findOffTopic(closenessOf([...Array<number>(40).fill(0.5), 1.4]), 1)), []);
    assert.deepEqual(flagged(findOffTopic(closenessOf([...Array<number>(90).fill(0.5), 1.4]), 1)), []);
    const rng = createRng(2);
    const distances = Array.from({ length: 500 }, (_, i) => (i < 490 ? 0.6 + 0.02 * rng.normal() : 1.2));
    const closeness = closenessOf(distances);
    assert.equal(flagged(findOffTopic(closeness, 1)).length, 10);
    const own = closeness.own.map((value, image) => (image < 490 ? value : NaN));
    const found = findOffTopic({ ...closeness, own }, 1);
    assert.deepEqual(flagged(found), []);
    assert.equal(found.scores[495], 0);
  });
});
