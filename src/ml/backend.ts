import { AppError } from '../core/appError';
import type { BackendChoice, BackendInfo } from '../core/trainingPlan';
import { startNativeTensorFlow } from './backends/nativeTensorFlow';
import type { TensorFlow } from './tensorFlow';
import { whyNotLoaded } from './whyNotLoaded';

export interface BackendRequest {
  readonly choice: BackendChoice;
  /** Why, where it was not the user who chose. */
  readonly reason?: string | undefined;
  /** The folder with the `.wasm` files of tfjs-backend-wasm and of our kernels. */
  readonly wasmFolder: string;
  /** The folder into which optional packages have been installed, in its `node_modules`. */
  readonly packagesFolder?: string | undefined;
  /** Threads that a backend may use for one operation, where it can use several. */
  readonly threads?: number | undefined;
}

export interface Backend {
  readonly tf: TensorFlow;
  readonly info: BackendInfo;
}

/**
 * Loads TensorFlow.js with the backend chosen, ready to run: native TensorFlow where it works, else WebAssembly.
 * @throws AppError `backend-unavailable` when the one asked for cannot be had.
 */
export async function openBackend(request: BackendRequest): Promise<Backend> {
  const { choice, reason = 'chosen in the settings' } = request;
  if (choice === 'webgpu')
    throw new AppError(
      'backend-unavailable',
      'The webgpu backend is not available in this version; choose auto, tensorflow or wasm.',
    );
  if (choice === 'wasm') return openWasm(request, reason);
  try {
    const tf = await startNativeTensorFlow(request);
    return {
      tf,
      info: { name: 'tensorflow', reason: choice === 'auto' ? 'installed, and it works' : reason },
    };
  } catch (error) {
    const why = whyNotLoaded(error);
    if (choice === 'tensorflow')
      throw new AppError(
        'backend-unavailable',
        `The tensorflow backend cannot be loaded (${why}); install it, or choose auto or wasm.`,
        { cause: error },
      );
    return openWasm(request, `native TensorFlow cannot be used: ${why}`);
  }
}

async function openWasm({ wasmFolder }: BackendRequest, reason: string): Promise<Backend> {
  // Only now: importing it loads a tfjs-core, and native TensorFlow has to be the first to load its own.
  const { startWasm } = await import('./backends/wasm');
  return { tf: await startWasm(wasmFolder), info: { name: 'wasm', reason } };
}
