import assert from 'node:assert/strict';
import fc from 'fast-check';
import { ENCODER_FILES, type CreateInstance } from '../../../src/encoder/encoderModule';
import type { Layer } from '../../../src/encoder/layer';
import { createNetwork } from '../../../src/encoder/network';
import { drawLayers, drawPixels } from './drawLayers';
import { loadForTest } from './loadForTest';
import { computeSlowly, slowImage } from './slowLayers';

/** Of the largest value: sums of terms that cancel are no more exact than their terms. */
const TOLERANCE = 2e-5;

function assertClose(actual: Float32Array, expected: Float64Array, what: string): void {
  assert.equal(actual.length, expected.length, what);
  const scale = expected.reduce((largest, value) => Math.max(largest, Math.abs(value)), 1);
  for (let i = 0; i < actual.length; i++)
    assert.ok(
      Math.abs(actual[i]! - expected[i]!) <= TOLERANCE * scale,
      `${what}, value ${i}: ${actual[i]!} instead of ${expected[i]!}`,
    );
}

for (const file of ENCODER_FILES)
  describe(`layers of an encoder, by ${file}`, () => {
    let create: CreateInstance;
    before(async () => {
      create = await loadForTest(file);
    });

    function check(layers: readonly Layer[], size: number, seed: number): void {
      const network = createNetwork(layers, size, create);
      const pixels = drawPixels(size, seed);
      const expected = computeSlowly(layers, slowImage(pixels, size));
      network.load(pixels);
      for (const [at, step] of network.steps.entries()) {
        network.run(at, at + 1);
        const last = layers.indexOf(step.depthwise?.layer ?? step.product);
        assertClose(network.output(at), expected[last]!.values, `layer ${last}`);
      }
      const { channels, values } = expected.at(-1)!;
      const means = new Float64Array(channels);
      values.forEach((value, i) => (means[i % channels]! += (value * channels) / values.length));
      assertClose(network.means(network.steps.length - 1), means, 'means');
    }

    /** Of the image; what the layers after the first see is half of it, 1 to 17. */
    const sizes = Array.from({ length: 34 }, (_, i) => i + 1);
    const first = { kind: 'convolution', outputs: 11 } as const;

    it('the first convolution', () => {
      for (const size of sizes) check(drawLayers([first], size), size, size);
      for (const outputs of [1, 8, 16, 19])
        check(drawLayers([{ ...first, outputs, activation: 'none' }], outputs), 9, 1);
    });

    for (const kernel of [3, 5])
      for (const stride of [1, 2])
        it(`depthwise ${kernel}×${kernel} at stride ${stride}, after either product`, () => {
          for (const size of sizes) {
            const depthwise = { kind: 'depthwise', kernel, stride } as const;
            check(
              drawLayers(
                [
                  first,
                  { ...depthwise, outputs: 11, activation: 'none' },
                  { kind: 'pointwise', outputs: 13 },
                  { ...depthwise, outputs: 13 },
                ],
                size,
              ),
              size,
              size,
            );
          }
        });

    it('pointwise, also one after the other', () => {
      for (const size of sizes)
        check(
          drawLayers(
            [
              first,
              { kind: 'pointwise', outputs: size, activation: 'none' },
              { kind: 'pointwise', outputs: 9 },
            ],
            size,
          ),
          size,
          size,
        );
    });

    it('residual blocks, one after the other', () => {
      for (const size of sizes) {
        const block = [
          { kind: 'pointwise', outputs: 21 },
          { kind: 'depthwise', outputs: 21, kernel: size % 2 === 0 ? 3 : 5 },
          { kind: 'pointwise', outputs: 10, activation: 'none', residual: true },
        ] as const;
        const bottleneck = { kind: 'pointwise', outputs: 10, activation: 'none' } as const;
        check(drawLayers([first, bottleneck, ...block, ...block], size), size, size);
      }
    });

    it('any number of channels', () =>
      fc.assert(
        fc.property(
          fc.record({ size: fc.integer({ min: 1, max: 40 }), seed: fc.integer({ min: 0, max: 1e6 }) }),
          fc.tuple(...[1, 2, 3].map(() => fc.integer({ min: 1, max: 40 }))),
          ({ size, seed }, [stem, expanded, outputs]) =>
            check(
              drawLayers(
                [
                  { kind: 'convolution', outputs: stem! },
                  { kind: 'depthwise', outputs: stem! },
                  { kind: 'pointwise', outputs: expanded!, activation: 'none' },
                  { kind: 'pointwise', outputs: outputs! },
                ],
                seed,
              ),
              size,
              seed,
            ),
        ),
        { numRuns: 40 },
      ));
  });
