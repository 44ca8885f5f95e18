import { createRng, type Rng } from '../src/core/rng';
import type { LabelledImages } from '../scripts/images/writeImageFolder';

export interface WaveRequest {
  /** Images of each class. */
  readonly classSizes: readonly number[];
  /** Edge length in pixels. */
  readonly size: number;
  readonly channels: 1 | 3;
  readonly seed: number;
}

/** A plane wave over the image; frequencies are per image edge. */
interface Wave {
  readonly across: number;
  readonly down: number;
  readonly phase: number;
  readonly amplitude: number;
}

const WAVES_PER_CLASS = 3;
const HIGHEST_FREQUENCY = 3;
const NOISE_DEVIATION = 30;

/**
 * Images of any number of classes: each class is a sum of a few random plane waves per channel, each image shifts,
 * weakens and mixes them with a wave of its own and noise.
 */
export function drawWaves({ classSizes, size, channels, seed }: WaveRequest): LabelledImages {
  const rng = createRng(seed);
  const classes = classSizes.map(() => Array.from({ length: channels }, () => drawPattern(rng)));
  const labels = Int32Array.from(classSizes.flatMap((count, label) => Array<number>(count).fill(label)));
  const pixels = new Uint8Array(labels.length * size * size * channels);
  labels.forEach((label, image) => {
    const place = {
      right: 0.2 * rng.next01(),
      lower: 0.2 * rng.next01(),
      contrast: 0.5 + 0.5 * rng.next01(),
    };
    const own = drawPattern(rng).slice(0, 1);
    const start = image * size * size * channels;
    for (let cell = 0; cell < size * size * channels; cell++) {
      const pixel = Math.floor(cell / channels);
      const x = (pixel % size) / size + place.right;
      const y = Math.floor(pixel / size) / size + place.lower;
      const light =
        place.contrast * valueAt(classes[label]![cell % channels]!, x, y) + 0.5 * valueAt(own, x, y);
      const value = 128 + 45 * light + NOISE_DEVIATION * rng.normal();
      pixels[start + cell] = Math.min(255, Math.max(0, value));
    }
  });
  return { pixels, labels, size, channels, classCount: classSizes.length };
}

function drawPattern(rng: Rng): Wave[] {
  const frequency = () => (rng.next01() * 2 - 1) * HIGHEST_FREQUENCY;
  return Array.from({ length: WAVES_PER_CLASS }, () => ({
    across: frequency(),
    down: frequency(),
    phase: rng.next01(),
    amplitude: 0.5 + rng.next01(),
  }));
}

function valueAt(waves: readonly Wave[], x: number, y: number): number {
  let sum = 0;
  for (const { across, down, phase, amplitude } of waves)
    sum += amplitude * Math.sin(2 * Math.PI * (across * x + down * y + phase));
  return sum;
}
