import type { TensorFlow } from '../tensorFlow';
import { conv2dBackpropFilter } from './conv2dBackpropFilter';
import { conv2dBackpropInput } from './conv2dBackpropInput';
import { replaceWasmKernel } from './kernelCall';
import { matMulOfTransposed } from './matMul';
import { maxPoolGrad } from './maxPoolGrad';
import { sumLeadingAxes } from './sumLeadingAxes';

/** Gives the wasm backend the gradient kernels it lacks, and faster ones where its own are naive. */
export function registerWasmKernels(tf: TensorFlow): void {
  replaceWasmKernel(tf, 'Conv2DBackpropInput', (call) => conv2dBackpropInput(tf, call));
  replaceWasmKernel(tf, 'Conv2DBackpropFilter', (call) => conv2dBackpropFilter(tf, call));
  replaceWasmKernel(tf, 'BatchMatMul', matMulOfTransposed);
  replaceWasmKernel(tf, '_FusedMatMul', matMulOfTransposed);
  replaceWasmKernel(tf, 'MaxPoolGrad', (call) => maxPoolGrad(tf, call));
  replaceWasmKernel(tf, 'Sum', (call) => sumLeadingAxes(tf, call));
}
