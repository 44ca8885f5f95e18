import assert from 'node:assert/strict';
import { findDuplicates } from '../../src/core/duplicates/findDuplicates';
import { findFaults } from '../../src/core/faults/findFaults';
import { measureImages } from '../../src/core/faults/measureImages';
import { pixelsInMemory } from '../../src/core/dataset/pixelsInMemory';
import { createRng } from '../../src/core/rng';
import { drawDigits } from './drawDigits';

/** Thin light lines on black, many of them alike: what copies and faults are most easily seen in by mistake. */
describe('among handwritten digits', () => {
  it('no copies are found but planted ones', () => {
    const [count, copies] = [2000, 40];
    const { pixels, size } = drawDigits(count, 12);
    const stride = size * size;
    const rng = createRng(11);
    const data = new Uint8Array((count + copies) * stride);
    data.set(pixels);
    for (let i = 0; i < copies * stride; i++)
      data[count * stride + i] = Math.min(255, Math.max(0, pixels[i]! * 0.9 + 8 + 2 * rng.normal()));
    const groups = finish(findDuplicates(pixelsInMemory({ data, height: size, width: size, channels: 1 })));
    assert.deepEqual(
      groups.map(({ images }) => [...images]),
      Array.from({ length: copies }, (_, i) => [i, count + i]),
    );
  });

  it('none is faulty, dark as they are', () => {
    const count = 3000;
    const { pixels: data, size } = drawDigits(count, 13);
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
