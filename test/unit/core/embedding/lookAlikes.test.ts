import assert from 'node:assert/strict';
import { classCloseness } from '../../../../src/core/embedding/classCloseness';
import { createLookAlikes } from '../../../../src/core/embedding/lookAlikes';
import type { EmbeddedImages } from '../../../../src/core/embedding/embeddedImages';
import { createRng } from '../../../../src/core/rng';
import { runSteps } from '../../../../src/core/steps';
import { drawVectors, embeddedImages, PLAIN_SEARCH } from './drawEmbeddings';

const COUNT = 120;
const labels = Array.from({ length: COUNT }, (_, image) => image % 3);

/** Images 10 and 11 are nearly the same as image 4, and 50 as 40, 20 and 30 exactly the same as each other. */
function drawAlikes() {
  const vectors = drawVectors({ labels, seed: 8 });
  const rng = createRng(2);
  const like = (image: number, noise: number) => vectors[image]!.map((value) => value + rng.normal() * noise);
  vectors[10] = like(4, 0.03);
  vectors[11] = like(4, 0.03);
  vectors[50] = like(40, 0.05);
  vectors[30] = vectors[20]!.slice();
  return vectors;
}

async function pairsOf(embedded: EmbeddedImages, imageCount = COUNT, most?: number) {
  const lookAlikes = createLookAlikes(imageCount, most);
  await runSteps(classCloseness(embedded, PLAIN_SEARCH, { alsoSees: lookAlikes.see }));
  return lookAlikes.pairs().map((pair) => pair.join('-'));
}

describe('createLookAlikes', () => {
  it('finds images that are much nearer to each other than to others, whatever their class', async () => {
    const pairs = await pairsOf(embeddedImages(drawAlikes(), labels));
    for (const pair of ['4-10', '4-11', '10-11', '40-50', '20-30']) assert.ok(pairs.includes(pair), pair);
    assert.equal(new Set(pairs).size, pairs.length, 'each once');
  });

  it('finds none among images that are all as far apart, however near', async () => {
    const corner = (at: number) => Array.from({ length: 24 }, (_, d) => (d === at ? 1.5 : 1) as number);
    const even = Array.from({ length: 24 }, (_, image) => corner(image));
    const ofThree = even.map((_, image) => image % 3);
    assert.deepEqual(await pairsOf(embeddedImages(even, ofThree), 24), []);
    even[17] = corner(5).map((value, d) => value + (d === 17 ? 0.1 : 0));
    assert.deepEqual(await pairsOf(embeddedImages(even, ofThree), 24), ['5-17']);
  });

  it('adds up what was seen of parts of the images', async () => {
    const embedded = embeddedImages(drawAlikes(), labels);
    const joined = createLookAlikes(COUNT);
    for (const range of [
      { from: 96, to: COUNT },
      { from: 0, to: 96 },
    ]) {
      const part = createLookAlikes(COUNT);
      await runSteps(classCloseness(embedded, PLAIN_SEARCH, { alsoSees: part.see, range }));
      joined.add(part.ratios);
    }
    assert.deepEqual(
      joined.pairs().map((pair) => pair.join('-')),
      await pairsOf(embedded),
    );
  });

  it('keeps the most alike where there are many', async () => {
    const pairs = await pairsOf(embeddedImages(drawAlikes(), labels), COUNT, 3);
    assert.deepEqual(pairs, ['20-30', '4-10', '4-11']);
  });

  it('leaves out what is known to be a copy', async () => {
    const groups = [{ images: Int32Array.of(20, 30), isExact: true }];
    const pairs = await pairsOf(embeddedImages(drawAlikes(), labels, groups));
    assert.ok(!pairs.includes('20-30'));
    assert.ok(pairs.includes('40-50'));
  });

  it('finds none where not all images are compared with all', async () => {
    assert.deepEqual(await pairsOf(embeddedImages(drawAlikes(), labels), COUNT + 1), []);
  });
});
