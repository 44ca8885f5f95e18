import type {
  BackendValues,
  DataType,
  NamedAttrMap,
  NamedTensorInfoMap,
  TensorInfo,
} from '@tensorflow/tfjs-core';
import type { TensorFlow } from '../tensorFlow';

/** What our kernels use of the wasm backend (`BackendWasm` of tfjs-backend-wasm). */
export interface WasmBackend {
  makeOutput(shape: number[], dtype: DataType): TensorInfo;
  disposeData(dataId: object): boolean;
  /** A view of the tensor's memory, valid until the next allocation. */
  typedArrayFromHeap(tensor: TensorInfo): BackendValues;
}

/** What a kernel of ours works with: its inputs, its attributes, and the stock kernels to build on. */
export interface KernelCall {
  readonly inputs: NamedTensorInfoMap;
  readonly attrs: NamedAttrMap;
  readonly backend: WasmBackend;
  /** Runs a wasm kernel; its result lasts until `release`, or until the call ends if it is the result. */
  run(kernelName: string, inputs: NamedTensorInfoMap, attrs?: NamedAttrMap): TensorInfo;
  /** The kernel that ours replaces. */
  runStock(inputs: NamedTensorInfoMap, attrs: NamedAttrMap): TensorInfo;
  release(...tensors: readonly TensorInfo[]): void;
}

/** Replaces, or adds, a kernel of the wasm backend. Attributes are what tfjs-core passes under that kernel's name. */
export function replaceWasmKernel(
  tf: TensorFlow,
  kernelName: string,
  kernel: (call: KernelCall) => TensorInfo,
): void {
  const stock = tf.getKernel(kernelName, 'wasm');
  // getKernel is typed as always finding one.
  if ((stock as unknown) !== undefined && (stock as unknown) !== null)
    tf.unregisterKernel(kernelName, 'wasm');
  tf.registerKernel({
    kernelName,
    backendName: 'wasm',
    kernelFunc: (args) => {
      // Registered under 'wasm', so the backend it is called with is that one.
      const backend = args.backend as WasmBackend;
      const inputs = args.inputs;
      const attrs = args.attrs ?? {};
      return kernel({
        inputs,
        attrs,
        backend,
        run: (name, runInputs, runAttrs = {}) =>
          single(tf.getKernel(name, 'wasm').kernelFunc({ inputs: runInputs, attrs: runAttrs, backend })),
        runStock: (runInputs, runAttrs) =>
          single(stock.kernelFunc({ inputs: runInputs, attrs: runAttrs, backend })),
        release: (...tensors) => {
          for (const { dataId } of tensors) backend.disposeData(dataId);
        },
      });
    },
  });
}

function single(result: TensorInfo | TensorInfo[]): TensorInfo {
  if (!Array.isArray(result)) return result;
  throw new Error('A kernel with one result gave several');
}

/** A view of a float tensor in wasm memory; allocating another tensor may move the memory, so take views last. */
export function floatsOf(call: KernelCall, tensor: TensorInfo): Float32Array {
  const values = call.backend.typedArrayFromHeap(tensor);
  if (values instanceof Float32Array) return values;
  throw new TypeError(`Expected a float32 tensor, not ${tensor.dtype}`);
}
