import assert from 'node:assert/strict';
import { plainProducts } from '../../../src/core/embedding/rowProducts';
import { createRng } from '../../../src/core/rng';
import { ENCODER_FILES } from '../../../src/encoder/encoderModule';
import { simdProducts } from '../../../src/encoder/simdProducts';
import { loadForTest } from './loadForTest';

describe('simdProducts', () => {
  for (const file of ENCODER_FILES)
    it(`are the inner products, by ${file}`, async () => {
      const create = await loadForTest(file);
      const rng = createRng(1);
      const draw = (length: number) => Float32Array.from({ length }, () => rng.normal());
      for (const [width, columns, mostRows] of [
        [16, 8, 4],
        [21, 13, 7],
        [5, 1, 1],
        [96, 50, 30],
      ] as const) {
        const shape = { width, columns, mostRows };
        const products = simdProducts(create)(shape);
        const plain = plainProducts(shape);
        const vectors = draw(columns * width);
        const half = Math.floor(columns / 2);
        for (const all of [products, plain]) {
          all.set(0, vectors, half);
          all.set(half, vectors.subarray(half * width), columns - half);
        }
        // Fewer rows than before, too: nothing of them may be left.
        for (const count of [mostRows, Math.ceil(mostRows / 2)]) {
          const rows = draw(count * width);
          const [actual, expected] = [products.of(rows, count), plain.of(rows, count)];
          for (let row = 0; row < count; row++)
            for (let column = 0; column < columns; column++) {
              const difference =
                actual[row * products.rowStep + column]! - expected[row * plain.rowStep + column]!;
              assert.ok(Math.abs(difference) < 1e-4, `${width}, ${row}, ${column}: ${difference}`);
            }
        }
      }
    });
});
