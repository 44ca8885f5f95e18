import assert from 'node:assert/strict';
import type { PixelTensor } from '../../../../src/core/dataset/dataset';
import { findFaults, type FaultyImages, type ImageFault } from '../../../../src/core/faults/findFaults';
import { measureImages } from '../../../../src/core/faults/measureImages';
import { createRng } from '../../../../src/core/rng';
import { drawPicture, toTensor, type CopyChange, type Picture } from '../duplicates/drawTextures';

function faultsOf(pixels: PixelTensor, sizes?: readonly (readonly [number, number])[]): FaultyImages {
  const steps = measureImages(pixels);
  for (;;) {
    const step = steps.next();
    if (step.done !== true) continue;
    const edges = sizes ?? Array.from({ length: pixels.count }, () => [200, 200] as const);
    return findFaults({ measures: step.value, sizes: Int32Array.from(edges.flat()) });
  }
}

const listed = (faults: FaultyImages) =>
  Object.fromEntries(
    Object.entries(faults)
      .filter(([, images]) => images.length > 0)
      .map(([fault, images]) => [fault, [...images]]),
  ) as Partial<Record<ImageFault, number[]>>; // the keys are those of FaultyImages

const sharp = (picture: Picture): Picture => {
  const rng = createRng(1);
  return (x, y, channel) => picture(x, y, channel) + 15 * rng.normal();
};

function pictures(count: number): Picture[] {
  const rng = createRng(7);
  return Array.from({ length: count }, () => sharp(drawPicture(rng)));
}

describe('findFaults', () => {
  it('finds blank, dark and bright images, each once', () => {
    const changes: CopyChange[] = Array.from({ length: 100 }, () => ({}));
    changes[3] = { gain: 0, brightness: 90, noise: 1 };
    changes[5] = { gain: 0.2 };
    changes[8] = { gain: 0.2, brightness: 235 };
    assert.deepEqual(listed(faultsOf(toTensor(pictures(100), { changes }))), {
      blank: [3],
      dark: [5],
      bright: [8],
    });
  });

  it('finds a blurry image among sharp ones', () => {
    const all = pictures(100);
    all[20] = (x, y) => 120 + 60 * Math.sin(3 * x + 2 * y);
    assert.deepEqual(listed(faultsOf(toTensor(all))), { blurry: [20] });
  });

  it('judges darkness by the dataset: one that is dark by nature has no dark images', () => {
    const changes = Array.from({ length: 100 }, () => ({ gain: 0.25 }));
    assert.deepEqual(listed(faultsOf(toTensor(pictures(100), { changes }))), {});
  });

  it('judges size and shape by the dataset', () => {
    const images = toTensor(pictures(40));
    const usual = Array.from({ length: 40 }, () => [640, 480] as [number, number]);
    usual[1] = [40, 30];
    usual[2] = [2000, 200];
    usual[3] = [200, 2000];
    usual[4] = [480, 640];
    assert.deepEqual(listed(faultsOf(images, usual)), { tiny: [1], aspect: [2, 3] });
    const icons = Array.from({ length: 40 }, () => [32, 32] as const);
    assert.deepEqual(listed(faultsOf(images, icons)), {});
    const lines = Array.from({ length: 40 }, () => [1000, 100] as const);
    assert.deepEqual(listed(faultsOf(images, lines)), {});
  });

  it('manages no images', () => {
    assert.deepEqual(listed(faultsOf(toTensor([]))), {});
  });
});
