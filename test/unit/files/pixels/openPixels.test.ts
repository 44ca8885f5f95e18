import assert from 'node:assert/strict';
import { rm, truncate, writeFile } from 'node:fs/promises';
import path from 'node:path';
import fc from 'fast-check';
import type { PixelSource } from '../../../../src/core/dataset/dataset';
import { openPixels } from '../../../../src/files/pixels/openPixels';
import { fileSource } from '../../../fixtures/fileSource';
import { memorySource } from '../../../fixtures/memorySource';
import { temporaryFolder } from '../../temporaryFolder';

describe('openPixels', () => {
  const folder = temporaryFolder();
  const file = () => path.join(folder(), 'pixels.u8');

  const readAll = (source: PixelSource, images: readonly number[]) => {
    const pixels = openPixels(source);
    try {
      return images.map((image) => {
        const bytes = new Uint8Array(pixels.height * pixels.width * pixels.channels);
        pixels.read(image, bytes);
        return [...bytes];
      });
    } finally {
      pixels.close();
    }
  };

  it('gives the bytes from many files', async () => {
    const shape = { height: 1, width: 2, channels: 1 } as const;
    const count = 300;
    const files = await Promise.all(
      Array.from({ length: count }, async (_, at) => {
        const name = path.join(folder(), `part-${at}.u8`);
        await writeFile(name, Uint8Array.of(9, 9, at >> 8, at & 255));
        return name;
      }),
    );
    const fileOf = Int32Array.from({ length: count }, (_, image) => (image * 7) % count);
    const store = { kind: 'files', files, fileOf, places: new Int32Array(count).fill(1) } as const;
    const images = [...Array(count).keys(), 3, 299, 0];
    const expected = images.map((image) => [fileOf[image]! >> 8, fileOf[image]! & 255]);
    assert.deepEqual(readAll({ ...shape, count, store }, images), expected);
    await rm(files[7]!);
    assert.throws(() => readAll({ ...shape, count, store }, [1]), { code: 'pixels-lost' });
  });

  it('gives the same bytes from a file as from memory, in any order', async () => {
    const shapes = fc.record({
      count: fc.integer({ min: 1, max: 12 }),
      height: fc.integer({ min: 1, max: 5 }),
      width: fc.integer({ min: 1, max: 5 }),
      channels: fc.constantFrom(1 as const, 3 as const),
    });
    const cases = shapes.chain(({ count, ...shape }) => {
      const length = count * shape.height * shape.width * shape.channels;
      return fc.record({
        shape: fc.constant(shape),
        data: fc.uint8Array({ minLength: length, maxLength: length }),
        images: fc.array(fc.nat(count - 1), { maxLength: 20 }),
      });
    });
    const property = fc.asyncProperty(cases, async ({ shape, data, images }) => {
      const size = shape.height * shape.width * shape.channels;
      const expected = images.map((image) => [...data.subarray(image * size, (image + 1) * size)]);
      assert.deepEqual(readAll(memorySource({ ...shape, data }), images), expected);
      assert.deepEqual(readAll(await fileSource(file(), { ...shape, data }), images), expected);
    });
    await fc.assert(property, { numRuns: 50, seed: 3 });
  });

  it('writes to the start of what it is given, and no further', async () => {
    const data = Uint8Array.of(1, 2, 3, 4);
    const shape = { height: 1, width: 2, channels: 1 } as const;
    for (const source of [memorySource({ ...shape, data }), await fileSource(file(), { ...shape, data })]) {
      const into = new Uint8Array(4).fill(9);
      const pixels = openPixels(source);
      pixels.read(1, into);
      pixels.close();
      assert.deepEqual([...into], [3, 4, 9, 9]);
    }
  });

  it('says which file is gone or cut off', async () => {
    const data = Uint8Array.of(1, 2, 3, 4);
    const source = await fileSource(file(), { data, height: 1, width: 2, channels: 1 });
    const pixels = openPixels(source);
    await truncate(file(), 1);
    assert.throws(() => pixels.read(1, new Uint8Array(2)), { code: 'pixels-lost', message: /pixels\.u8/ });
    pixels.close();
    await rm(file());
    assert.throws(() => openPixels(source), { code: 'pixels-lost', message: /pixels\.u8.*ENOENT/ });
  });
});
