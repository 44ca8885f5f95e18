/** What the pixels of a shrunk row or column are made of: `taps` old ones each, from `starts[i]` on. */
export interface AxisWeights {
  /** Number of old pixels. */
  readonly from: number;
  readonly starts: Int32Array;
  /** `starts.length × taps`; those of a new pixel sum to 1. */
  readonly weights: Float32Array;
  readonly taps: number;
}

/** Lobes of the windowed sinc on each side; the full decoder uses as many. */
const LOBES = 3;

/**
 * Weights that shrink a row to `to` pixels by the Lanczos filter (Turkowski 1990), widened to the step. The row is at least
 * this long; where the length is not a whole number, only part of the last pixel counts.
 */
export function lanczosWeights(length: number, to: number): AxisWeights {
  const from = Math.ceil(length);
  const step = length / to;
  const reach = LOBES * step;
  const taps = Math.min(Math.ceil(2 * reach) + 1, from);
  const starts = new Int32Array(to);
  const weights = new Float32Array(to * taps);
  for (let i = 0; i < to; i++) {
    const center = (i + 0.5) * step - 0.5;
    const start = Math.min(Math.max(Math.ceil(center - reach), 0), from - taps);
    starts[i] = start;
    const row = Float64Array.from({ length: taps }, (_, tap) => lanczos((start + tap - center) / step));
    const sum = row.reduce((total, weight) => total + weight);
    weights.set(
      row.map((weight) => weight / sum),
      i * taps,
    );
  }
  return { from, starts, weights, taps };
}

function lanczos(x: number): number {
  if (x === 0) return 1;
  if (Math.abs(x) >= LOBES) return 0;
  const radians = Math.PI * x;
  return (LOBES * Math.sin(radians) * Math.sin(radians / LOBES)) / (radians * radians);
}
