import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { registerReluGradient } from '../network/reluGradient';
import type { TensorFlow } from './tensorFlow';
import { checkProduct } from './checkProduct';
import { findPackage, type FoundPackage } from '../../files/findPackage';

export const TFJS_NODE = '@tensorflow/tfjs-node';

/** Where tfjs-node is installed with its library; undefined where it is not. */
export async function findNativeTensorFlow(packagesFolder?: string): Promise<FoundPackage | undefined> {
  const found = await findTfjsNode(packagesFolder);
  return found !== undefined && (await hasNativeLibrary(found.folder)) ? found : undefined;
}

const findTfjsNode = (packagesFolder?: string) =>
  findPackage({ name: TFJS_NODE, subfolder: 'tensorflow' }, packagesFolder);

export interface NativeTensorFlowOptions {
  readonly packagesFolder?: string | undefined;
  /** Threads that one operation may use; absent: as many as there are cores. */
  readonly threads?: number | undefined;
}

/**
 * TensorFlow's own library, through tfjs-node. One thread of a process at a time may use it: it keeps one context for
 * the whole process. @throws Error saying why it cannot be used.
 */
export async function startNativeTensorFlow({
  packagesFolder,
  threads,
}: NativeTensorFlowOptions): Promise<TensorFlow> {
  const found = await findTfjsNode(packagesFolder);
  // Optional, so absent where its library could not be downloaded.
  if (found === undefined) throw new Error(`${TFJS_NODE} is not installed`);
  if (!(await hasNativeLibrary(found.folder)))
    throw new Error(`${TFJS_NODE} is installed without its native library`);
  await restoreRemovedNodeApi();
  setNativeOptions(threads);
  const tf = found.load() as TensorFlow; // tfjs-core and more; the check below tries it
  await tf.ready();
  registerReluGradient(tf);
  await checkProduct(tf);
  return tf;
}

/** Loading tfjs-node without its native library loads a second tfjs, prints, and only then fails: so look first. */
export async function hasNativeLibrary(packageFolder: string): Promise<boolean> {
  const files = await readdir(path.join(packageFolder, 'lib'), { recursive: true }).catch(() => []);
  return files.some((file) => path.basename(file) === 'tfjs_binding.node');
}

/** tfjs-node 4.22 calls `util.isNullOrUndefined`, which Node 23 removed. */
async function restoreRemovedNodeApi(): Promise<void> {
  const { default: util } = await import('node:util');
  if ('isNullOrUndefined' in util) return;
  Object.defineProperty(util, 'isNullOrUndefined', {
    value: (value: unknown) => value === null || value === undefined,
    configurable: true,
    writable: true,
  });
}

/**
 * What the library reads from the process's environment when it is loaded, unless the user has set it. A worker thread
 * has to share the environment for this to reach it.
 */
function setNativeOptions(threads: number | undefined): void {
  // Warnings and errors only: every message would become a line of the log.
  process.env.TF_CPP_MIN_LOG_LEVEL ??= '1';
  if (threads !== undefined) process.env.TF_NUM_INTRAOP_THREADS ??= String(threads);
}
