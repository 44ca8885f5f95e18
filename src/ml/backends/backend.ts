import { AppError } from '../../core/appError';
import { assertNever } from '../../core/assertNever';
import type { BackendInfo } from '../../core/run/trainingPlan';
import { startNativeTensorFlow } from './nativeTensorFlow';
import type { BackendName } from './backendSpeeds';
import type { TensorFlow } from './tensorFlow';
import { whyNotLoaded } from './whyNotLoaded';
import { keepSentence, message, type Message } from '../../core/words/message';

export interface BackendRequest {
  readonly choice: BackendName;
  /** Why, where it was not the user who chose. */
  readonly reason?: Message | undefined;
  /** The folder with the `.wasm` files of tfjs-backend-wasm and of our kernels. */
  readonly wasmFolder: string;
  /** The folder into which optional packages have been installed, see `findPackage`. */
  readonly packagesFolder?: string | undefined;
  /** Threads that a backend may use for one operation, where it can use several. */
  readonly threads?: number | undefined;
  /** Whether WebGPU may run on a driver that computes on the processor. */
  readonly allowsSoftware?: boolean | undefined;
  /** Called when the backend fails later on, other than by an exception. Absent: that is thrown where nobody catches it. */
  readonly onFailure?: (error: AppError) => void;
}

export interface Backend {
  readonly tf: TensorFlow;
  readonly info: BackendInfo;
}

/** Loads TensorFlow.js with a backend, ready to run. @throws AppError `backend-unavailable` when it cannot be had. */
export async function openBackend(request: BackendRequest): Promise<Backend> {
  const { choice, reason = message('backend-chosen') } = request;
  if (choice === 'wasm') {
    // Only now: importing it loads a tfjs-core, and native TensorFlow has to be the first to load its own.
    const { startWasm } = await import('./wasm');
    return { tf: await startWasm(request.wasmFolder), info: { name: choice, reason: keepSentence(reason) } };
  }
  try {
    switch (choice) {
      case 'tensorflow':
        return {
          tf: await startNativeTensorFlow(request),
          info: { name: choice, reason: keepSentence(reason) },
        };
      case 'webgpu': {
        const { tf, device } = await openWebGpu(request);
        const computesOn = message('backend-computes-on', { reason, device });
        return { tf, info: { name: choice, reason: keepSentence(computesOn) } };
      }
      default:
        return assertNever(choice);
    }
  } catch (error) {
    throw new AppError(
      'backend-unavailable',
      message('backend-not-loaded', { backend: choice, why: whyNotLoaded(error) }),
      { cause: error },
    );
  }
}

async function openWebGpu({
  packagesFolder,
  allowsSoftware = false,
  onFailure = throwLater,
}: BackendRequest) {
  const { startWebGpu } = await import('./webgpu'); // later for the same reason
  return startWebGpu({
    packagesFolder,
    allowsSoftware,
    onFailure: (cause) =>
      onFailure(
        new AppError('backend-unavailable', message('gpu-failed', { why: whyNotLoaded(cause) }), { cause }),
      ),
  });
}

function throwLater(error: AppError): void {
  setImmediate(() => {
    throw error;
  });
}
