import assert from 'node:assert/strict';
import { findDuplicates } from '../../src/core/duplicates/findDuplicates';
import { findFaults } from '../../src/core/faults/findFaults';
import { measureImages } from '../../src/core/faults/measureImages';
import { pixelsInMemory } from '../../src/core/dataset/pixelsInMemory';
import { createRng } from '../../src/core/rng';
import { sharedMnist } from './sharedMnist';

describe('MNIST', () => {
  it('holds no copies of one digit but planted ones', async function () {
    const { pixels, size } = await sharedMnist(this);
    const [count, copies] = [2000, 40];
    const stride = size * size;
    const rng = createRng(11);
    const data = new Uint8Array((count + copies) * stride);
    data.set(pixels.subarray(0, count * stride));
    for (let i = 0; i < copies * stride; i++)
      data[count * stride + i] = Math.min(255, Math.max(0, pixels[i]! * 0.9 + 8 + 2 * rng.normal()));
    const groups = finish(findDuplicates(pixelsInMemory({ data, height: size, width: size, channels: 1 })));
    assert.deepEqual(
      groups.map(({ images }) => [...images]),
      Array.from({ length: copies }, (_, i) => [i, count + i]),
    );
  });

  it('has no faulty images, dark as it is', async function () {
    const { pixels, size } = await sharedMnist(this);
    const count = 3000;
    const data = pixels.subarray(0, count * size * size);
    const measures = finish(measureImages(pixelsInMemory({ data, height: size, width: size, channels: 1 })));
    const faults = findFaults({ measures, sizes: new Int32Array(2 * count).fill(size) });
    for (const [fault, images] of Object.entries(faults)) assert.deepEqual([...images], [], fault);
  });
});

/** What a search that is done in steps returns. */
function finish<T>(steps: Iterator<unknown, T>): T {
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
  }
}
