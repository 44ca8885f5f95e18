import type { CreateProducts } from '../core/embedding/rowProducts';
import { createArena } from './arena';
import { loadEncoderModule, type CreateInstance } from './encoderModule';
import { STEP_BYTES, writeStep } from './stepRecord';

/** Channels of a plane, and columns of a panel. */
const LANES = 8;
const FLOAT_BYTES = Float32Array.BYTES_PER_ELEMENT;
const LANE_BYTES = LANES * FLOAT_BYTES;

/**
 * Products by the pointwise convolution of the encoder: rows are its pixels, the vectors of the set its weights.
 * @throws AppError `encoder-unusable` when the kernels are missing, or the processor lacks SIMD.
 */
export async function loadSimdProducts(wasmFolder: string): Promise<CreateProducts> {
  return simdProducts(await loadEncoderModule(wasmFolder));
}

/** The same with kernels that are there. */
export function simdProducts(createInstance: CreateInstance): CreateProducts {
  return ({ width, columns, mostRows }) => {
    const blocks = Math.ceil(width / LANES);
    const outputBlocks = Math.ceil(columns / LANES);
    const depth = blocks * LANES;
    const rowStep = outputBlocks * LANES;
    const arena = createArena();
    const step = arena.reserve(STEP_BYTES);
    const biases = arena.reserve(outputBlocks * LANE_BYTES);
    const offsets = arena.put(
      Uint32Array.from({ length: mostRows }, (_, row) => row * rowStep * FLOAT_BYTES),
    );
    const source = arena.reserve(mostRows * depth * FLOAT_BYTES);
    const target = arena.reserve(mostRows * rowStep * FLOAT_BYTES);
    const panels = arena.reserve(outputBlocks * depth * LANE_BYTES);
    const { kernels, memory } = createInstance(arena.bytes());
    arena.fill(memory);
    const weights = new Float32Array(memory, panels, outputBlocks * depth * LANES);
    const planes = new Float32Array(memory, source, mostRows * depth);
    const floats = { panelRows: depth, scales: 0, unpacked: 0 };
    const common = { isConvolution: 0, isRelu6: 0, residual: 0, source, blocks, panels, biases, ...floats };
    return {
      rowStep,
      set(column, vectors, count) {
        for (let i = 0; i < count; i++) {
          const panel = Math.floor((column + i) / LANES) * depth * LANES + ((column + i) % LANES);
          for (let d = 0; d < width; d++) weights[panel + d * LANES] = vectors[i * width + d]!;
        }
      },
      of(rows, count) {
        for (let row = 0; row < count; row++)
          for (let d = 0; d < width; d++)
            planes[(Math.floor(d / LANES) * count + row) * LANES + (d % LANES)] = rows[row * width + d]!;
        writeStep(memory, step, {
          ...common,
          pixels: count,
          sourceStep: count * LANE_BYTES,
          outputBlocks,
          target,
          targetStep: LANE_BYTES,
          offsets,
        });
        kernels.runSteps(step, 1);
        return new Float32Array(memory, target, count * rowStep);
      },
    };
  };
}
