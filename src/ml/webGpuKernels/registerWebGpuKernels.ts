import type { NamedAttrMap, NamedTensorInfoMap, TensorInfo } from '@tensorflow/tfjs-core';
import type { OwnKernel } from '../network/ownKernels';
import type { TensorFlow } from '../backends/tensorFlow';
import { runElementwise, type ElementwiseProgram, type ProgramRunner, type Uniform } from './runElementwise';

interface KernelCall {
  readonly backend: ProgramRunner;
  readonly inputs: NamedTensorInfoMap;
  readonly attrs: NamedAttrMap;
}

/** In one program, or three, what plain operations take many for: telling a GPU what to do costs it as much as doing it. */
export function registerWebGpuKernels(tf: TensorFlow): void {
  const kernels: Readonly<Partial<Record<OwnKernel, (call: KernelCall) => TensorInfo | TensorInfo[]>>> = {
    LabelReviewDropoutMask: dropoutMask,
    LabelReviewAdamStep: adamStep,
    LabelReviewReluGradient: reluGradient,
    LabelReviewNormalizeColumns: normalizeColumns,
    LabelReviewNormalizationGradient: normalizationGradient,
  };
  for (const [kernelName, kernel] of Object.entries(kernels))
    tf.registerKernel({
      kernelName,
      backendName: 'webgpu',
      // tfjs calls them with the backend of that name, and with the attributes that are given to it.
      kernelFunc: ({ backend, inputs, attrs }) =>
        kernel({ backend: backend as ProgramRunner, inputs, attrs: attrs ?? {} }),
    });
}

const float = (value: unknown): Uniform => ({ type: 'float32', value: Number(value) });

/** The hash is that of dropoutMask.ts; WGSL's integers wrap, too. */
function dropoutMask({ backend, attrs }: KernelCall): TensorInfo {
  const start = '(bitcast<u32>(seed) + u32(index))';
  const first = `((${start} ^ (${start} >> 16u)) * 0x85ebca6bu)`;
  const second = `((${first} ^ (${first} >> 13u)) * 0xc2b2ae35u)`;
  return runElementwise(backend, attrs.shape as number[], {
    key: 'LabelReviewDropoutMask',
    inputs: {},
    uniforms: {
      seed: { type: 'int32', value: Number(attrs.seed) },
      threshold: { type: 'uint32', value: Number(attrs.threshold) },
      kept: float(attrs.kept),
    },
    value: `select(kept, 0.0, (${second} ^ (${second} >> 16u)) < threshold)`,
  });
}

function adamStep({ backend, inputs, attrs }: KernelCall): TensorInfo[] {
  const { variable, mean, square, gradient } = inputs as Record<
    'variable' | 'mean' | 'square' | 'gradient',
    TensorInfo
  >;
  const run = (program: ElementwiseProgram) => runElementwise(backend, variable.shape, program);
  const nextMean = run({
    key: 'LabelReviewAdamStep mean',
    inputs: { mean, gradient },
    uniforms: { decay: float(attrs.meanDecay) },
    value: 'mean * decay + gradient * (1.0 - decay)',
  });
  const nextSquare = run({
    key: 'LabelReviewAdamStep square',
    inputs: { square, gradient },
    uniforms: { decay: float(attrs.squareDecay) },
    value: 'square * decay + gradient * gradient * (1.0 - decay)',
  });
  const next = run({
    key: 'LabelReviewAdamStep variable',
    inputs: { variable, mean: nextMean, square: nextSquare },
    uniforms: { rate: float(attrs.rate), epsilon: float(attrs.epsilon) },
    value: 'variable - rate * mean / (sqrt(square) + epsilon)',
  });
  return [next, nextMean, nextSquare];
}

function reluGradient({ backend, inputs }: KernelCall): TensorInfo {
  return runElementwise(backend, inputs.dy!.shape, {
    key: 'LabelReviewReluGradient',
    inputs: { dy: inputs.dy!, y: inputs.y! },
    value: 'select(0.0, dy, y > 0.0)',
  });
}

const NORMALIZED = '((x - mean) * factor + offset)';

function normalizeColumns({ backend, inputs, attrs }: KernelCall): TensorInfo {
  const { x, mean, factor, offset } = inputs as Record<'x' | 'mean' | 'factor' | 'offset', TensorInfo>;
  return runElementwise(backend, x.shape, {
    key: `LabelReviewNormalizeColumns${attrs.isRelu === true ? ' ReLU' : ''}`,
    inputs: { x, mean, factor, offset },
    value: attrs.isRelu === true ? `max(${NORMALIZED}, 0.0)` : NORMALIZED,
  });
}

function normalizationGradient({ backend, inputs, attrs }: KernelCall): TensorInfo {
  const { x, dy, mean, factor, offset, slope, constant } = inputs as Record<string, TensorInfo>;
  const passed = attrs.isRelu === true ? `select(0.0, dy, ${NORMALIZED} > 0.0)` : 'dy';
  return runElementwise(backend, x!.shape, {
    key: `LabelReviewNormalizationGradient${attrs.isRelu === true ? ' ReLU' : ''}`,
    inputs: {
      x: x!,
      dy: dy!,
      mean: mean!,
      factor: factor!,
      ...(attrs.isRelu === true && { offset: offset! }),
      slope: slope!,
      constant: constant!,
    },
    value: `${passed} * factor + (x - mean) * slope + constant`,
  });
}
