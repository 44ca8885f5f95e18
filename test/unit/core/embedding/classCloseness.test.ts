import assert from 'node:assert/strict';
import { classCloseness } from '../../../../src/core/embedding/classCloseness';
import { expansionTable } from '../../../../src/core/embedding/compand';
import type { EmbeddedImages } from '../../../../src/core/embedding/embeddedImages';
import { nearestImages } from '../../../../src/core/embedding/nearestImages';
import { runSteps } from '../../../../src/core/steps';
import { drawVectors, embeddedImages, PLAIN_SEARCH } from './drawEmbeddings';

const labels = Array.from({ length: 130 }, (_, image) => (image < 128 ? image % 3 : 3));
const groups = [{ images: Int32Array.of(4, 7, 10), isExact: true }];
const embedded = embeddedImages(drawVectors({ labels, seed: 5 }), labels, groups);

function vectorOf({ rows }: EmbeddedImages, image: number): number[] {
  const table = expansionTable(rows.width);
  const bytes = new Uint8Array(rows.width);
  rows.read(image, bytes);
  return Array.from(bytes, (byte) => table[byte]!);
}

/** One pair after the other. */
function cosine(a: number, b: number): number {
  const [x, y] = [vectorOf(embedded, a), vectorOf(embedded, b)];
  const dot = (u: number[], v: number[]) => u.reduce((sum, value, d) => sum + value * v[d]!, 0);
  return dot(x, y) / Math.sqrt(dot(x, x) * dot(y, y));
}

const isCopy = (a: number, b: number) => [a, b].every((image) => groups[0]!.images.includes(image));

/** The others, without copies, the most similar first. */
const othersOf = (image: number, isWanted: (label: number) => boolean) =>
  labels
    .map((label, other) => ({ label, other, value: other === image ? NaN : cosine(image, other) }))
    .filter(({ label, other }) => other !== image && isWanted(label) && !isCopy(other, image))
    .sort((a, b) => b.value - a.value);

function slowCloseness(image: number, label: number): number {
  const nearest = othersOf(image, (other) => other === label).slice(0, 10);
  return nearest.length < 3 ? NaN : nearest.reduce((sum, { value }) => sum + value, 0) / nearest.length;
}

const near = (actual: number, expected: number) =>
  assert.ok(Math.abs(actual - expected) < 1e-5 || (Number.isNaN(actual) && Number.isNaN(expected)));

describe('classCloseness', () => {
  it('is the mean similarity to the ten nearest images of a class, without copies', async () => {
    const { own, best, closest } = await runSteps(classCloseness(embedded, PLAIN_SEARCH));
    for (const image of [0, 1, 4, 7, 10, 64, 95, 96, 127, 128, 129]) {
      const all = [0, 1, 2, 3].map((label) => slowCloseness(image, label));
      const most = Math.max(...all.filter((value) => !Number.isNaN(value)));
      near(own[image]!, all[labels[image]!]!);
      near(best[image]!, most);
      assert.equal(closest[image], all.indexOf(most));
    }
    assert.ok(Number.isNaN(own[129]!), 'its class has one other image');
  });

  it('is the same for a part of the images as for all', async () => {
    const whole = await runSteps(classCloseness(embedded, PLAIN_SEARCH));
    const parts = [
      { from: 0, to: 96 },
      { from: 96, to: 130 },
    ];
    const found = await Promise.all(
      parts.map((range) => runSteps(classCloseness(embedded, PLAIN_SEARCH, { range }))),
    );
    for (const column of ['own', 'best', 'closest'] as const)
      assert.deepEqual(
        parts.flatMap(({ from, to }, part) => [...found[part]![column].subarray(from, to)]),
        [...whole[column]],
      );
  });

  it('counts the images and ends when it is told to', async () => {
    const done: number[] = [];
    await runSteps(classCloseness(embedded, PLAIN_SEARCH), (count) => void done.push(count));
    assert.deepEqual(done, [96, 130]);
    const breathe = () => Promise.reject(new Error('enough'));
    await assert.rejects(runSteps(classCloseness(embedded, { ...PLAIN_SEARCH, breathe })), /enough/);
  });
});

describe('nearestImages', () => {
  it('are the most similar of all, the nearest first, without copies', async () => {
    const images = Int32Array.of(4, 128);
    const found = await nearestImages(embedded, { images, count: 6 }, PLAIN_SEARCH);
    assert.equal(found.count, 6);
    images.forEach((image, row) => {
      const slow = othersOf(image, () => true).slice(0, 6);
      assert.deepEqual(
        [...found.neighbours.subarray(row * 6, row * 6 + 6)],
        slow.map(({ other }) => other),
      );
      slow.forEach(({ value }, i) => near(found.similarities[row * 6 + i]!, value));
    });
  });

  it('are fewer where there are not as many others', async () => {
    const vectors = [
      [1, 0],
      [0, 1],
      [1, 1],
    ];
    const images = Int32Array.of(0);
    const { count, neighbours } = await nearestImages(
      embeddedImages(vectors, [0, 0, 0]),
      { images, count: 6 },
      PLAIN_SEARCH,
    );
    assert.deepEqual([count, ...neighbours], [2, 2, 1]);
  });
});
