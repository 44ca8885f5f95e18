import type { EncoderSource } from '../../../../src/encoder/encoder';
import type { EncoderTools } from '../../../../src/dataset/decode/encoderTools';

export interface FakeEncoders extends EncoderTools {
  /** What happened so far. */
  readonly counts: { opened: number; closed: number; embedded: number };
}

export const FAKE_WIDTH = 4;

export const fakeSource = (size: number): EncoderSource => ({
  kind: 'built-in',
  name: 'lite0',
  size,
  encoderFolder: 'nowhere',
  wasmFolder: 'nowhere',
});

/** Encoders that say of an image its mean colour, and the largest byte. `onEmbed` is called before each image. */
export function createFakeEncoders(onEmbed: (pixels: Uint8Array) => void = () => undefined): FakeEncoders {
  const counts = { opened: 0, closed: 0, embedded: 0 };
  return {
    counts,
    describe: ({ size }) => Promise.resolve({ id: `fake-${size}`, width: FAKE_WIDTH }),
    open: ({ size }) => {
      counts.opened++;
      return Promise.resolve({
        width: FAKE_WIDTH,
        size,
        embed: (pixels: Uint8Array) => {
          onEmbed(pixels);
          counts.embedded++;
          return embedFake(pixels);
        },
        close: () => {
          counts.closed++;
        },
      });
    },
  };
}

export function embedFake(pixels: Uint8Array): Float32Array {
  const sums = [0, 0, 0];
  pixels.forEach((value, i) => (sums[i % 3]! += value));
  const count = pixels.length / 3;
  return Float32Array.of(...sums.map((sum) => sum / count), Math.max(...pixels));
}
