import { createArena, type Arena } from './arena';
import type { CreateInstance } from './encoderModule';
import type { Layer } from './layer';
import { layOutImage, layOutStep } from './layOutStep';
import { PLANE_CHANNELS, planesOf } from './packLayer';
import { outputBytes, PIXEL_BYTES, planeBytes, planSteps, type PlannedStep } from './planSteps';
import { STEP_BYTES, writeStep } from './stepRecord';

/** A network laid out in a memory of its own. */
export interface Network {
  readonly steps: readonly PlannedStep[];
  readonly memoryBytes: number;
  /** Takes in an image: bytes [size, size, RGB]. */
  load(pixels: Uint8Array): void;
  /** Computes the steps from `first` to `end`, all by default. */
  run(first?: number, end?: number): void;
  /** What a step has left, [pixels, channels]; it stands until the next step but two. */
  output(step: number): Float32Array;
  /** The mean over the pixels of what a step has left, while that stands: a number for each channel. */
  means(step: number): Float32Array;
}

/** A network for images of `size` pixels square; its layers must fit together. */
export function createNetwork(
  layers: readonly Layer[],
  size: number,
  createInstance: CreateInstance,
): Network {
  const steps = planSteps(layers, size);
  const arena = createArena();
  const pixelsAt = arena.reserve(size * size * 3);
  const image = layOutImage(size, arena);
  const outputs = reserveOutputs(arena, steps);
  const records = steps.map((step, at) =>
    layOutStep(
      step,
      {
        source: outputs[at - 1] ?? image.address,
        sourceStep: at === 0 ? image.rowBytes : planeBytes(step.inputSize),
        residual: step.product.residual === true ? outputs[at - 2]! : 0,
        output: outputs[at]!,
      },
      arena,
    ),
  );
  const stepsAt = arena.reserve(steps.length * STEP_BYTES);
  const meansAt = arena.reserve(Math.max(...steps.map(({ outputs }) => planesOf(outputs))) * PIXEL_BYTES);
  const { kernels, memory } = createInstance(arena.bytes());
  arena.fill(memory);
  records.forEach((record, at) => writeStep(memory, stepsAt + at * STEP_BYTES, record));

  return {
    steps,
    memoryBytes: memory.byteLength,
    load(pixels) {
      new Uint8Array(memory, pixelsAt, size * size * 3).set(pixels);
      kernels.normalizeImage(pixelsAt, size, image.inside, image.rowBytes);
    },
    run(first = 0, end = steps.length) {
      kernels.runSteps(stepsAt + first * STEP_BYTES, end - first);
    },
    output: (step) => readPlanes(memory, outputs[step]!, steps[step]!),
    means(step) {
      const { outputSize, outputs: channels } = steps[step]!;
      kernels.meanPixels(outputs[step]!, outputSize ** 2, planesOf(channels), meansAt);
      return new Float32Array(memory, meansAt, channels).slice();
    },
  };
}

/** Three areas in turn: a step reads what the last one left, and may add what was left before that. */
function reserveOutputs(arena: Arena, steps: readonly PlannedStep[]): number[] {
  const areas = [0, 1, 2].map((area) =>
    arena.reserve(Math.max(0, ...steps.filter((_, at) => at % 3 === area).map(outputBytes))),
  );
  return steps.map((_, at) => areas[at % 3]!);
}

function readPlanes(memory: ArrayBuffer, address: number, step: PlannedStep): Float32Array {
  const planes = new Float32Array(memory, address, outputBytes(step) / 4);
  const pixels = step.outputSize ** 2;
  return Float32Array.from({ length: pixels * step.outputs }, (_, at) => {
    const pixel = Math.floor(at / step.outputs);
    const channel = at % step.outputs;
    const plane = Math.floor(channel / PLANE_CHANNELS);
    return planes[(plane * pixels + pixel) * PLANE_CHANNELS + (channel % PLANE_CHANNELS)]!;
  });
}
