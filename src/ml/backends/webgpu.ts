import * as v from 'valibot';
import { AppError } from '../../core/appError';
import { message, type Message } from '../../core/words/message';
import type { TensorFlow } from './tensorFlow';
import { registerWebGpuKernels } from '../webGpuKernels/registerWebGpuKernels';
import { checkProduct } from './checkProduct';
import { DAWN, findDawn } from './findDawn';
import type { FoundPackage } from '../../files/findPackage';
import { loadTfjsCore } from './tfjsCore';

export interface WebGpuOptions {
  readonly packagesFolder?: string | undefined;
  /** Whether a driver will do that computes on the processor: slower than the other backends, good for tests. */
  readonly allowsSoftware: boolean;
  /** Called when the GPU fails later on: what it gives from then on is wrong. */
  readonly onFailure: (error: Error) => void;
}

export interface WebGpu {
  readonly tf: TensorFlow;
  /** What computes, for the user. */
  readonly device: string;
}

/** Any GPU that its system's graphics driver can use, through Dawn. @throws AppError `backend-unavailable` saying why, without a capital or a stop: it ends a sentence. */
export async function startWebGpu(options: WebGpuOptions): Promise<WebGpu> {
  const found = await findDawn(options.packagesFolder);
  if (found === undefined) throw unavailable(message('dawn-missing', { package: DAWN }));
  // Dawn hands out memory of its own, which Electron does not let a program see.
  if (process.versions.electron !== undefined) throw unavailable(message('dawn-in-electron'));
  const adapter = await (await openGpu(found)).requestAdapter({ powerPreference: 'high-performance' });
  if (adapter === null) throw unavailable(message('gpu-none'));
  const { name, isSoftware } = describeAdapter(adapter);
  if (isSoftware && !options.allowsSoftware) throw unavailable(message('gpu-software', { name }));
  const tf = await loadTfjsCore();
  const known: unknown = tf.findBackend('webgpu'); // typed as always finding one
  if (known === null) await addBackend(tf, adapter, options.onFailure);
  await tf.setBackend('webgpu');
  await checkProduct(tf);
  return { tf, device: isSoftware ? `${name}, a software driver` : name };
}

const unavailable = (why: Message): AppError => new AppError('backend-unavailable', why);

const dawnSchema = v.object({
  create: v.custom<(options: readonly string[]) => GPU>((value) => typeof value === 'function'),
  globals: v.record(v.string(), v.unknown()),
});

/** What a page of a browser would have: `navigator.gpu` and the classes and constants that tfjs names. */
async function openGpu(dawn: FoundPackage): Promise<GPU> {
  // Node has a navigator since version 21, without a GPU.
  const scope = globalThis as { navigator?: { readonly gpu?: GPU } };
  if (scope.navigator?.gpu !== undefined) return scope.navigator.gpu;
  const { create, globals } = v.parse(dawnSchema, await dawn.import());
  Object.assign(globalThis, globals);
  const gpu = create([]);
  scope.navigator ??= {};
  Object.defineProperty(scope.navigator, 'gpu', { value: gpu, configurable: true });
  return gpu;
}

/** What Dawn says of an adapter; older definitions of the types do not have it. */
const adapterSchema = v.object({
  info: v.object({
    vendor: v.string(),
    architecture: v.string(),
    device: v.string(),
    isFallbackAdapter: v.boolean(),
  }),
});

function describeAdapter(adapter: GPUAdapter): { readonly name: string; readonly isSoftware: boolean } {
  const { info } = v.parse(adapterSchema, adapter);
  const names = [info.device, `${info.vendor} ${info.architecture}`];
  const name = names.map((each) => each.replace(/[-\s]+/g, ' ').trim()).find((each) => each !== '');
  return { name: name ?? 'a GPU without a name', isSoftware: info.isFallbackAdapter };
}

/** tfjs's own backend on a device that we have chosen and watch. */
async function addBackend(
  tf: TensorFlow,
  adapter: GPUAdapter,
  onFailure: (error: Error) => void,
): Promise<void> {
  const { WebGPUBackend } = await import('@tensorflow/tfjs-backend-webgpu');
  const { limits } = adapter;
  const device = await adapter.requestDevice({
    requiredLimits: Object.fromEntries(RAISED_LIMITS.map((name) => [name, limits[name]])),
  });
  device.addEventListener('uncapturederror', (event) =>
    onFailure(new Error((event as GPUUncapturedErrorEvent).error.message)),
  );
  void device.lost.then(({ reason, message }) => {
    if (reason !== 'destroyed') onFailure(new Error(message)); // which happens when the process ends
  });
  // Importing it has registered one that chooses for itself.
  tf.removeBackend('webgpu');
  const info = v.parse(adapterSchema, adapter).info as unknown as GPUAdapterInfo; // all that tfjs reads of one
  tf.registerBackend('webgpu', () => new WebGPUBackend(device, info));
  registerWebGpuKernels(tf);
}

/** Those that tfjs's kernels make use of, where a device is given more than WebGPU guarantees. */
const RAISED_LIMITS = [
  'maxBufferSize',
  'maxStorageBufferBindingSize',
  'maxComputeInvocationsPerWorkgroup',
  'maxComputeWorkgroupSizeX',
  'maxComputeWorkgroupStorageSize',
  'maxComputeWorkgroupsPerDimension',
] as const;
