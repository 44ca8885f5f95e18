import type { TensorInfo } from '@tensorflow/tfjs-core';
import type { OwnKernel } from '../network/ownKernels';
import type { TensorFlow } from '../backends/tensorFlow';
import { columnMoments, normalizationGradient, normalizationSums, normalizeColumns, sum } from './columns';
import { conv2dBackpropFilter } from './conv2dBackpropFilter';
import { conv2dBackpropInput } from './conv2dBackpropInput';
import { convolution } from './convolution';
import { adamStep, dropoutMask, identity, relu, reluGradient } from './elements';
import { replaceWasmKernel, type KernelCall } from './kernelCall';
import type { KernelModule } from './kernelModule';
import { matMul } from './matMul';
import { averagePool, averagePoolGrad, maxPool, maxPoolGrad } from './pooling';

type Kernel = (call: KernelCall) => TensorInfo | TensorInfo[];

/** Gives the wasm backend the gradient kernels it lacks, and faster ones where training spends its time. */
export function registerWasmKernels(tf: TensorFlow, module: KernelModule): void {
  const standard: Readonly<Record<string, Kernel>> = {
    Conv2D: (call) => convolution(tf, module, call),
    FusedConv2D: (call) => convolution(tf, module, call),
    Conv2DBackpropInput: (call) => conv2dBackpropInput(tf, module, call),
    Conv2DBackpropFilter: (call) => conv2dBackpropFilter(tf, module, call),
    BatchMatMul: (call) => matMul(tf, module, call),
    _FusedMatMul: (call) => matMul(tf, module, call),
    MaxPool: (call) => maxPool(tf, module, call),
    MaxPoolGrad: (call) => maxPoolGrad(tf, module, call),
    AvgPool: (call) => averagePool(tf, module, call),
    AvgPoolGrad: (call) => averagePoolGrad(tf, module, call),
    Sum: (call) => sum(tf, module, call),
    Relu: (call) => relu(tf, module, call),
    Identity: identity,
  };
  const own: Readonly<Record<OwnKernel, Kernel>> = {
    LabelReviewColumnMoments: (call) => columnMoments(module, call),
    LabelReviewNormalizeColumns: (call) => normalizeColumns(module, call),
    LabelReviewNormalizationSums: (call) => normalizationSums(module, call),
    LabelReviewNormalizationGradient: (call) => normalizationGradient(module, call),
    LabelReviewReluGradient: (call) => reluGradient(tf, module, call),
    LabelReviewAdamStep: (call) => adamStep(tf, module, call),
    LabelReviewDropoutMask: (call) => dropoutMask(tf, module, call),
  };
  for (const [name, kernel] of Object.entries({ ...standard, ...own })) replaceWasmKernel(tf, name, kernel);
}
