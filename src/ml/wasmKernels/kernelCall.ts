import type { DataType, NamedAttrMap, NamedTensorInfoMap, TensorInfo } from '@tensorflow/tfjs-core';
import type { TensorFlow } from '../backends/tensorFlow';

/** What our kernels use of the wasm backend (`BackendWasm` of tfjs-backend-wasm 4.22). */
export interface WasmBackend {
  makeOutput(shape: number[], dtype: DataType): TensorInfo;
  disposeData(dataId: object): boolean;
  incRef(dataId: object): void;
  readonly dataIdMap: { get(dataId: object): { readonly memoryOffset: number } };
  /** Emscripten's module. `HEAPU8` is replaced when the memory grows; the memory object stays the same. */
  readonly wasm: {
    readonly HEAPU8: Uint8Array;
    readonly asm: { readonly memory: object };
    _malloc(bytes: number): number;
    _free(address: number): void;
  };
}

/** What a kernel of ours works with: its inputs, its attributes, and the stock kernels to build on. */
export interface KernelCall {
  readonly inputs: NamedTensorInfoMap;
  readonly attrs: NamedAttrMap;
  readonly backend: WasmBackend;
  /** Runs a wasm kernel; its result lasts until `release`, or until the call ends if it is the result. */
  run(kernelName: string, inputs: NamedTensorInfoMap, attrs?: NamedAttrMap): TensorInfo;
  /** The kernel that ours replaces. */
  runStock(): TensorInfo;
  release(...tensors: readonly TensorInfo[]): void;
  /** A float tensor to write the result to. */
  output(shape: readonly number[]): TensorInfo;
  /** Where a tensor's values are, in bytes; good as long as the tensor. */
  readonly address: (tensor: TensorInfo) => number;
}

/** Replaces, or adds, a kernel of the wasm backend. Attributes are what tfjs-core passes under that kernel's name. */
export function replaceWasmKernel(
  tf: TensorFlow,
  kernelName: string,
  kernel: (call: KernelCall) => TensorInfo | TensorInfo[],
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
        runStock: () => single(stock.kernelFunc({ inputs, attrs, backend })),
        release: (...tensors) => {
          for (const { dataId } of tensors) backend.disposeData(dataId);
        },
        output: (shape) => backend.makeOutput([...shape], 'float32'),
        address: ({ dataId }) => backend.dataIdMap.get(dataId).memoryOffset,
      });
    },
  });
}

function single(result: TensorInfo | TensorInfo[]): TensorInfo {
  if (!Array.isArray(result)) return result;
  throw new Error('A kernel with one result gave several');
}
