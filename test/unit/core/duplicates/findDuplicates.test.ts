import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { PixelTensor } from '../../../../src/core/dataset/dataset';
import { DESCRIPTOR_LENGTH } from '../../../../src/core/duplicates/describeImage';
import { nearPairs } from '../../../../src/core/duplicates/nearPairs';
import { findDuplicates, type DuplicateGroup } from '../../../../src/core/duplicates/findDuplicates';
import { createRng } from '../../../../src/core/rng';
import { drawPicture, toTensor, type CopyChange, type Picture } from './drawTextures';
import { describeAll, slowExactGroups, slowNearPairs } from './slowDuplicates';

function find(pixels: PixelTensor): DuplicateGroup[] {
  const steps = findDuplicates(pixels);
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
  }
}

const imagesOf = (groups: readonly DuplicateGroup[]) => groups.map(({ images }) => [...images]);

function drawPictures(count: number, seed: number): Picture[] {
  const rng = createRng(seed);
  return Array.from({ length: count }, () => drawPicture(rng));
}

/** 300 pictures, then a changed copy of the first ones. */
function withCopies(changes: readonly CopyChange[], seed = 1): PixelTensor {
  const originals = drawPictures(300, seed);
  const copies = changes.map((_, i) => originals[i]!);
  return toTensor([...originals, ...copies], { changes: [...originals.map(() => ({})), ...changes] });
}

describe('findDuplicates', () => {
  const changed: readonly (readonly [string, CopyChange])[] = [
    ['noise, as re-encoding leaves it', { noise: 4 }],
    ['more brightness', { brightness: 20 }],
    ['less contrast', { gain: 0.75, brightness: 20 }],
    ['a cropped border', { crop: 0.02 }],
    ['noise, crop and brightness together', { noise: 3, crop: 0.01, brightness: -12 }],
  ];
  for (const [name, change] of changed)
    it(`finds copies with ${name}, and nothing else`, () => {
      const copies = 20;
      const groups = find(withCopies(Array.from({ length: copies }, () => change)));
      assert.deepEqual(
        imagesOf(groups),
        Array.from({ length: copies }, (_, i) => [i, 300 + i]),
      );
      assert.ok(groups.every(({ isExact }) => !isExact));
    });

  it('finds exactly the equal images that comparing each with each finds', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(15), { minLength: 2, maxLength: 60 }), (choices) => {
        const pictures = drawPictures(16, 5);
        const pixels = toTensor(choices.map((choice) => pictures[choice]!));
        const groups = find(pixels);
        assert.deepEqual(imagesOf(groups), slowExactGroups(pixels));
        assert.ok(groups.every(({ isExact }) => isExact));
      }),
      { numRuns: 30, seed: 4 },
    );
  });

  it('calls a group exact only when all of it is', () => {
    const [picture] = drawPictures(1, 3);
    const rest = drawPictures(300, 8);
    const changes = [{}, {}, { noise: 4 }];
    const groups = find(toTensor([picture!, picture!, picture!, ...rest], { changes }));
    assert.deepEqual(imagesOf(groups), [[0, 1, 2]]);
    assert.equal(groups[0]!.isExact, false);
  });

  it('keeps the same shape in other colours apart', () => {
    const originals = drawPictures(300, 2);
    const swapped = originals.slice(0, 20).map((picture): Picture => (x, y, channel) => {
      const grey = 0.299 * picture(x, y, 0) + 0.587 * picture(x, y, 1) + 0.114 * picture(x, y, 2);
      return grey + [60, -23, -40][channel]!;
    });
    assert.deepEqual(find(toTensor([...originals, ...swapped])), []);
  });

  it('keeps a scene with an object and without it apart', () => {
    const originals = drawPictures(300, 6);
    const withObject = originals.slice(0, 20).map(
      (picture): Picture =>
        (x, y, channel) =>
          Math.abs(x - 0.3) < 0.1 && Math.abs(y - 0.6) < 0.1 ? 255 : picture(x, y, channel),
    );
    assert.deepEqual(find(toTensor([...originals, ...withObject])), []);
  });

  it('takes blank images for no copies, whatever their noise', () => {
    const blank: Picture = () => 30;
    const changes = Array.from({ length: 40 }, () => ({ noise: 1 }));
    assert.deepEqual(find(toTensor([...changes.map(() => blank), ...drawPictures(20, 1)], { changes })), []);
    assert.deepEqual(find(toTensor([blank, blank, ...drawPictures(20, 1)])), []);
  });

  it('manages no images, one and two', () => {
    for (const count of [0, 1, 2]) assert.deepEqual(find(toTensor(drawPictures(count, 1))), []);
    const [picture] = drawPictures(1, 1);
    assert.deepEqual(imagesOf(find(toTensor([picture!, picture!]))), [[0, 1]]);
  });
});

describe('nearPairs', () => {
  for (const seed of [1, 2, 3])
    it(`finds nearly all pairs that comparing each with each finds, and no others (seed ${seed})`, () => {
      const rng = createRng(seed);
      const originals = drawPictures(200, seed);
      const changes = originals.map(() => ({ noise: 8 * rng.next01(), crop: 0.015 * rng.next01() }));
      const pixels = toTensor([...originals, ...originals], {
        changes: [...originals.map(() => ({})), ...changes],
      });
      const descriptors = describeAll(pixels);
      const images = Int32Array.from({ length: pixels.count }, (_, image) => image);
      const found = new Set<string>();
      const leastCorrelation = 0.95;
      const search = nearPairs({ descriptors, images, leastCorrelation }, (a, b) =>
        found.add(`${Math.min(a, b)},${Math.max(a, b)}`),
      );
      while (search.next().done !== true);
      const all = slowNearPairs(descriptors, leastCorrelation);
      assert.ok(all.size >= 195, `${all.size} pairs to find`);
      for (const pair of found) assert.ok(all.has(pair), pair);
      assert.ok(found.size >= 0.98 * all.size, `${found.size} of ${all.size}`);
    });

  it('visits a bounded number of pairs an image, however alike all are', () => {
    const rng = createRng(1);
    const direction = () => Array.from({ length: DESCRIPTOR_LENGTH }, () => rng.normal());
    const [common, ...changes] = Array.from({ length: 4 }, direction);
    const count = 2000;
    const descriptors = new Int8Array(count * DESCRIPTOR_LENGTH);
    for (let image = 0; image < count; image++) {
      const amounts = changes.map(() => 3 * rng.normal());
      for (let i = 0; i < DESCRIPTOR_LENGTH; i++)
        descriptors[image * DESCRIPTOR_LENGTH + i] =
          16 * common![i]! + changes.reduce((sum, change, k) => sum + amounts[k]! * change[i]!, 0);
    }
    const images = Int32Array.from({ length: count }, (_, image) => image);
    let visits = 0;
    const search = nearPairs({ descriptors, images, leastCorrelation: 0.5 }, () => visits++);
    while (search.next().done !== true);
    // Ten bands, four keys in each, and 16 neighbours by each key.
    assert.ok(visits > 0 && visits <= 640 * count, `${visits} visits`);
  });
});
