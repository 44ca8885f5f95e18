import type { TensorFlow } from '../tensorFlow';
import { conv2dBackpropFilter } from './conv2dBackpropFilter';
import { conv2dBackpropInput } from './conv2dBackpropInput';
import { convolution } from './convolution';
import { replaceWasmKernel } from './kernelCall';
import type { KernelModule } from './kernelModule';
import { matMul } from './matMul';
import { maxPoolGrad } from './maxPoolGrad';
import { sumLeadingAxes } from './sumLeadingAxes';

/** Gives the wasm backend the gradient kernels it lacks, and faster ones where training spends its time. */
export function registerWasmKernels(tf: TensorFlow, module: KernelModule): void {
  replaceWasmKernel(tf, 'Conv2D', (call) => convolution(tf, module, call));
  replaceWasmKernel(tf, 'FusedConv2D', (call) => convolution(tf, module, call));
  replaceWasmKernel(tf, 'Conv2DBackpropInput', (call) => conv2dBackpropInput(tf, module, call));
  replaceWasmKernel(tf, 'Conv2DBackpropFilter', (call) => conv2dBackpropFilter(tf, module, call));
  replaceWasmKernel(tf, 'BatchMatMul', (call) => matMul(tf, module, call));
  replaceWasmKernel(tf, '_FusedMatMul', (call) => matMul(tf, module, call));
  replaceWasmKernel(tf, 'MaxPoolGrad', (call) => maxPoolGrad(tf, call));
  replaceWasmKernel(tf, 'Sum', (call) => sumLeadingAxes(tf, call));
}
