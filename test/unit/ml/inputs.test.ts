import assert from 'node:assert/strict';
import type { Mirrors } from '../../../src/core/run/trainingPlan';
import { pixelsInMemory } from '../../../src/core/dataset/pixelsInMemory';
import { createRng } from '../../../src/core/rng';
import { randomAffine, warpImage, type Affine } from '../../../src/ml/train/augment';
import { chooseMirrors, NO_MIRRORS } from '../../../src/ml/plan/mirrors';
import { measureScaling, readBatch } from '../../../src/ml/train/batches';
import { predictedMirrored } from '../../../src/ml/train/predictFold';
import { learningRateAt, lossInEpoch } from '../../../src/ml/train/schedule';

const UNCHANGED: Affine = { xx: 1, xy: 0, yx: 0, yy: 1, shiftX: 0, shiftY: 0 };
/** 3×3, one channel. */
const SQUARE = Uint8Array.of(10, 20, 30, 40, 50, 60, 70, 80, 90);

function warp(affine: Affine): number[] {
  const target = new Float32Array(9);
  warpImage({ source: SQUARE, target, at: 0 }, { height: 3, width: 3, channels: 1 }, affine);
  return [...target];
}

describe('network input', () => {
  it('keeps an image that is not distorted', () => {
    assert.deepEqual(warp(UNCHANGED), [...SQUARE]);
  });

  it('shifts with the edge continued, between pixels by interpolation', () => {
    assert.deepEqual(warp({ ...UNCHANGED, shiftX: 1 }), [20, 30, 30, 50, 60, 60, 80, 90, 90]);
    assert.deepEqual(warp({ ...UNCHANGED, shiftY: -0.5 }), [10, 20, 30, 25, 35, 45, 55, 65, 75]);
  });

  it('turns about the centre', () => {
    assert.deepEqual(
      warp({ ...UNCHANGED, xx: 0, xy: 1, yx: -1, yy: 0 }),
      [70, 40, 10, 80, 50, 20, 90, 60, 30],
    );
  });

  it('reads images mirrored, exactly', () => {
    const images = pixelsInMemory({ data: SQUARE, height: 3, width: 3, channels: 1 });
    const scaling = { means: new Float32Array(1), reciprocals: new Float32Array(1).fill(1) };
    const read = (horizontal: boolean, vertical: boolean) => [
      ...readBatch(images, Int32Array.of(0), { scaling, mirrored: { horizontal, vertical } }),
    ];
    assert.deepEqual(read(true, false), [30, 20, 10, 60, 50, 40, 90, 80, 70]);
    assert.deepEqual(read(false, true), [70, 80, 90, 40, 50, 60, 10, 20, 30]);
    assert.deepEqual(read(true, true), [...SQUARE].reverse());
  });

  it('is predicted from both sides in turn, where mirror images are alike; last as it is', () => {
    const mirrors = { horizontal: true, vertical: false };
    const views = (choice: Mirrors) =>
      [0, 1, 2, 3, 4].map((epoch) => predictedMirrored({ mirrors: choice, epochs: 5 }, epoch));
    assert.deepEqual(views(mirrors), [undefined, mirrors, undefined, mirrors, undefined]);
    assert.deepEqual(views(NO_MIRRORS), Array(5).fill(undefined));
  });

  it('draws small distortions only, the same for the same seed', () => {
    const rng = createRng(4);
    for (let i = 0; i < 200; i++) {
      const { xx, yy, xy, yx, shiftX, shiftY } = randomAffine(100, {
        rng,
        distortion: 1,
        mirrors: NO_MIRRORS,
      });
      const area = xx * yy - xy * yx;
      assert.ok(area > 0.8 && area < 1.22, 'neither mirrored nor far from its size');
      assert.ok(Math.abs(shiftX) <= 8 && Math.abs(shiftY) <= 8);
    }
    const draw = () => randomAffine(28, { rng: createRng(4), distortion: 1, mirrors: NO_MIRRORS });
    assert.deepEqual(draw(), draw());
    const unchanged = randomAffine(28, { rng, distortion: 0, mirrors: NO_MIRRORS });
    assert.deepEqual({ ...unchanged, xy: 0 }, UNCHANGED);
  });

  it('mirrors half of the images where that is allowed, and only then', () => {
    const rng = createRng(5);
    const draws = Array.from({ length: 400 }, () =>
      randomAffine(28, { rng, distortion: 1, mirrors: { horizontal: true, vertical: false } }),
    );
    const mirrored = draws.filter(({ xx }) => xx < 0).length;
    assert.ok(mirrored > 160 && mirrored < 240, `${mirrored}`);
    assert.ok(draws.every(({ yy }) => yy > 0));
  });

  it('distorts a part of a batch as it does in the whole, and leaves chance where that does', () => {
    const pixels = 6 * 6 * 3;
    const data = Uint8Array.from({ length: 5 * pixels }, (_, at) => (at * 37) % 256);
    const images = pixelsInMemory({ data, height: 6, width: 6, channels: 3 });
    const scaling = { means: new Float32Array(3), reciprocals: new Float32Array(3).fill(1) };
    const members = Int32Array.of(4, 0, 2, 1, 3);
    const readPart = (from: number, to: number) => {
      const rng = createRng(8);
      const augment = { rng, distortion: 1, mirrors: { horizontal: true, vertical: true } };
      const shard = { from, batchSize: members.length };
      const batch = readBatch(images, members.subarray(from, to), { scaling, augment, shard });
      return { batch, after: rng.getState() };
    };
    const whole = readPart(0, 5);
    for (const [from, to] of [
      [0, 2],
      [2, 3],
      [3, 5],
    ] as const) {
      const part = readPart(from, to);
      assert.deepEqual(part.batch, whole.batch.subarray(from * pixels, to * pixels));
      assert.deepEqual(part.after, whole.after);
    }
  });

  it('finds which mirror images look like others of their class', () => {
    const rng = createRng(6);
    const [count, edge] = [200, 16];
    const labels = Int32Array.from({ length: count }, (_, image) => image % 2);
    const draw = (light: (x: number, y: number, image: number) => boolean) => {
      const data = new Uint8Array(count * edge * edge);
      for (let cell = 0; cell < data.length; cell++) {
        const [image, pixel] = [Math.floor(cell / edge ** 2), cell % edge ** 2];
        const isLight = light(pixel % edge, Math.floor(pixel / edge), image);
        data[cell] = Math.min(255, Math.max(0, (isLight ? 180 : 60) + 20 * rng.normal()));
      }
      return chooseMirrors(pixelsInMemory({ data, height: edge, width: edge, channels: 1 }), labels, 2);
    };
    // An L stands to the left and on the ground in every image.
    assert.deepEqual(
      draw((x, y) => x < 4 || y > 11),
      { horizontal: false, vertical: false },
    );
    // The ground is below, but what stands on it may be on either side.
    assert.deepEqual(
      draw((x, y, image) => y > 11 || (image % 4 < 2 ? x < 4 : x > 11)),
      { horizontal: true, vertical: false },
    );
    assert.deepEqual(
      draw((x, y, image) => (image % 8 < 4 ? y < 4 : y > 11) || (image % 4 < 2 ? x < 4 : x > 11)),
      { horizontal: true, vertical: true },
    );
  });

  const images = pixelsInMemory({
    data: Uint8Array.of(0, 9, 4, 9, 8, 9, 2, 9, 100, 9, 100, 9),
    height: 1,
    width: 2,
    channels: 3,
  });

  it('scales each channel by the mean and deviation of the training images alone', () => {
    // Each image is two pixels of three channels; the first one's middle channel is 9 and 8.
    const scaling = measureScaling(images, Int32Array.of(0));
    assert.deepEqual([...scaling.means], [4.5, 8.5, 6.5]);
    assert.ok(Math.abs(scaling.reciprocals[0]! - 1 / 4.5) < 1e-6);
    assert.equal(scaling.reciprocals[1], 1, 'a flat channel is not blown up');
    const batch = readBatch(images, Int32Array.of(0), { scaling });
    assert.deepEqual(
      [...batch].map((value) => Number(value.toFixed(4))),
      [-1, 0.5, -1, 1, -0.5, 1],
    );
  });

  it('reads images in the order asked for', () => {
    const flat = { means: new Float32Array(3), reciprocals: new Float32Array(3).fill(1) };
    const grey = pixelsInMemory({
      data: Uint8Array.of(1, 2, 3, 4, 5, 6),
      height: 1,
      width: 2,
      channels: 1,
    });
    assert.deepEqual([...readBatch(grey, Int32Array.of(2, 0), { scaling: flat })], [5, 6, 1, 2]);
    const into = new Float32Array(6).fill(9);
    const read = readBatch(grey, Int32Array.of(2, 0), { scaling: flat, into });
    assert.deepEqual([...read], [5, 6, 1, 2], 'into room that is there');
    assert.equal(read.buffer, into.buffer);
  });
});

describe('schedule', () => {
  it('rises to its peak in the first quarter and falls to nearly nothing', () => {
    const rates = Array.from({ length: 100 }, (_, step) =>
      learningRateAt(step, { steps: 100, peak: 1, schedule: 'one-cycle' }),
    );
    assert.ok(Math.abs(rates[0]! - 1 / 25) < 1e-12);
    assert.equal(rates[25], 1);
    assert.ok(
      rates.every(
        (rate, step) => step === 0 || (step <= 25 ? rate > rates[step - 1]! : rate < rates[step - 1]!),
      ),
    );
    assert.ok(rates[99]! < 0.001);
  });

  it('stays where it is told to, and survives a single step', () => {
    assert.equal(learningRateAt(7, { steps: 10, peak: 0.5, schedule: 'constant' }), 0.5);
    assert.ok(learningRateAt(0, { steps: 1, peak: 0.5, schedule: 'one-cycle' }) > 0);
  });

  it('teaches by cross-entropy until the delay is over', () => {
    const plan = { loss: { name: 'blurry', gamma: 0.3 }, delayEpochs: 2 } as const;
    assert.deepEqual(
      [0, 1, 2].map((epoch) => lossInEpoch(epoch, plan).name),
      ['cross-entropy', 'cross-entropy', 'blurry'],
    );
  });
});
