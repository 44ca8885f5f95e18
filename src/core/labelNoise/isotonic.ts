/**
 * Weighted isotonic regression by pooling adjacent violators (Ayer et al. 1955): the non-decreasing values closest to
 * `values` in squares. Between the centres of pooled blocks, places being counted in weight, the result is
 * interpolated, so that it rises instead of stepping.
 */
export function isotonicFit(values: Float64Array, weights: Float64Array): Float64Array {
  return interpolate(poolViolators(values, weights), weights);
}

/** Neighbours pooled to their mean. `start` is the weight before the block. */
interface Block {
  readonly start: number;
  readonly weight: number;
  readonly sum: number;
}

const meanOf = ({ sum, weight }: Block) => sum / weight;
const centreOf = ({ start, weight }: Block) => start + weight / 2;

function poolViolators(values: Float64Array, weights: Float64Array): Block[] {
  const blocks: Block[] = [];
  let start = 0;
  values.forEach((value, index) => {
    const weight = weights[index]!;
    let block: Block = { start, weight, sum: value * weight };
    start += weight;
    for (;;) {
      const before = blocks.at(-1);
      if (before === undefined || meanOf(before) < meanOf(block)) break;
      blocks.pop();
      block = { start: before.start, weight: before.weight + block.weight, sum: before.sum + block.sum };
    }
    blocks.push(block);
  });
  return blocks;
}

function interpolate(blocks: readonly Block[], weights: Float64Array): Float64Array {
  let start = 0;
  let right = 0;
  return weights.map((weight) => {
    const centre = start + weight / 2;
    start += weight;
    while (right < blocks.length && centreOf(blocks[right]!) < centre) right++;
    const after = blocks[Math.min(right, blocks.length - 1)]!;
    const before = blocks[Math.max(right - 1, 0)]!;
    const gap = centreOf(after) - centreOf(before);
    // Before the first centre and after the last one there is nothing to interpolate with.
    if (gap <= 0) return meanOf(after);
    return meanOf(before) + ((meanOf(after) - meanOf(before)) * (centre - centreOf(before))) / gap;
  });
}
