import assert from 'node:assert/strict';
import fc from 'fast-check';
import { expansionTable } from '../../../../src/core/embedding/compand';
import type { EmbeddedImages } from '../../../../src/core/embedding/embeddedImages';
import { similarToGroup } from '../../../../src/core/embedding/similarToGroup';
import { createRng } from '../../../../src/core/rng';
import { runSteps } from '../../../../src/core/steps';
import { drawVectors, embeddedImages } from './drawEmbeddings';

const breathe = () => Promise.resolve();
const everyRow = (count: number) => Int32Array.from({ length: count }, (_, image) => image);

/** Of length 1, as the bytes have it. */
function unitVector({ rows }: EmbeddedImages, row: number): number[] {
  const bytes = new Uint8Array(rows.width);
  rows.read(row, bytes);
  const table = expansionTable(rows.width);
  const vector = Array.from(bytes, (byte) => table[byte]!);
  const length = Math.hypot(...vector);
  return vector.map((value) => (length === 0 ? 0 : value / length));
}

/** The definition: the cosine with the mean, image by image, and a full sort. */
function slowly(embedded: EmbeddedImages, rowOf: Int32Array, group: readonly number[]) {
  const sum = group
    .map((image) => unitVector(embedded, rowOf[image]!))
    .reduce((all, vector) => all.map((value, d) => value + vector[d]!));
  const length = Math.hypot(...sum);
  return [...rowOf.keys()]
    .filter((image) => rowOf[image]! >= 0 && !group.includes(image))
    .map((image) => {
      const vector = unitVector(embedded, rowOf[image]!);
      return { image, similarity: vector.reduce((dot, value, d) => dot + value * sum[d]!, 0) / length };
    })
    .sort((a, b) => b.similarity - a.similarity);
}

describe('similarToGroup', () => {
  it('finds what the definition finds, in any order of rows and where some are missing', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 2, max: 230 }),
        fc.integer({ min: 1, max: 5 }),
        fc.integer({ min: 1, max: 300 }),
        fc.integer({ min: 0 }),
        async (images, asked, count, seed) => {
          const labels = Array.from({ length: images }, (_, image) => image % 4);
          const embedded = embeddedImages(drawVectors({ labels, seed }), labels);
          const rng = createRng(seed);
          const rowOf = everyRow(images);
          rng.shuffle(rowOf);
          const group = [...everyRow(images)].slice(0, Math.min(asked, images));
          for (let image = group.length; image < images; image += 3) rowOf[image] = -1;
          const found = await runSteps(similarToGroup(embedded.rows, { rowOf, group, count, breathe }));
          const expected = slowly(embedded, rowOf, group).slice(0, count);
          assert.equal(found.images.length, expected.length);
          expected.forEach(({ similarity }, at) =>
            assert.ok(Math.abs(found.similarities[at]! - similarity) < 1e-6),
          );
          const exact = new Map(slowly(embedded, rowOf, group).map((one) => [one.image, one.similarity]));
          found.images.forEach((image, at) =>
            assert.ok(Math.abs(exact.get(image)! - found.similarities[at]!) < 1e-6),
          );
        },
      ),
      { seed: 11, numRuns: 60 },
    );
  });

  it('names the first of equally similar images', async () => {
    const vectors = [
      [0, 1, 0],
      [1, 0, 0],
      [1, 1, 0],
      [1, 0, 0],
      [1, 1, 0],
      [1, 1, 0],
    ];
    const { rows } = embeddedImages(vectors, [0, 0, 0, 0, 0, 0]);
    const search = { rowOf: everyRow(6), group: [0], breathe };
    const of = async (count: number) => [
      ...(await runSteps(similarToGroup(rows, { ...search, count }))).images,
    ];
    assert.deepEqual(await of(2), [2, 4]);
    assert.deepEqual(await of(4), [2, 4, 5, 1]);
    assert.deepEqual(await of(9), [2, 4, 5, 1, 3]);
  });

  it('weighs each image of a group alike, and finds copies of it', async () => {
    const vectors = [
      [1, 0, 0],
      [0, 50, 0],
      [1, 1, 0],
      [0, 1, 0],
      [0, 0, 1],
    ];
    const { rows } = embeddedImages(vectors, [0, 0, 0, 0, 0]);
    const search = { rowOf: everyRow(5), count: 9, breathe };
    const both = await runSteps(similarToGroup(rows, { ...search, group: [0, 1] }));
    assert.deepEqual([...both.images], [2, 3, 4]);
    assert.ok(both.similarities[0]! > 0.999 && both.similarities[2] === 0);
    assert.ok([...both.ofGroup].every((similarity) => Math.abs(similarity - Math.SQRT1_2) < 1e-3));
    const one = await runSteps(similarToGroup(rows, { ...search, group: [1] }));
    assert.deepEqual([one.images[0], one.similarities[0]], [3, one.ofGroup[0]]);
  });

  it('finds nothing where there is nothing else, and likes nothing where a group cancels out', async () => {
    const opposite = [
      [1, 0],
      [-1, 0],
      [0, 1],
    ];
    const { rows } = embeddedImages(opposite, [0, 0, 0]);
    const alone = { rowOf: Int32Array.of(0, -1, -1), group: [0], count: 3, breathe };
    assert.equal((await runSteps(similarToGroup(rows, alone))).images.length, 0);
    const none = { rowOf: everyRow(3), group: [0, 1], count: 3, breathe };
    assert.deepEqual([...(await runSteps(similarToGroup(rows, none))).similarities], [0]);
  });

  it('ends when it is told to', async () => {
    const { rows } = embeddedImages([[1, 0]], [0]);
    const stop = () => Promise.reject(new Error('enough'));
    const search = { rowOf: everyRow(1), group: [0], count: 1, breathe: stop };
    await assert.rejects(runSteps(similarToGroup(rows, search)), /enough/);
  });
});
