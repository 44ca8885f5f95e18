import { existsSync } from 'node:fs';
import { mkdir, readdir, rename, rm, symlink } from 'node:fs/promises';
import path from 'node:path';
import { hasNativeLibrary, TFJS_NODE } from '../../src/ml/backends/nativeTensorFlow';
import { installOnce } from '../install/installOnce';
import { npmInstall } from '../install/npmInstall';
import { runCommand } from '../install/runCommand';
import { ScriptError } from '../scriptError';

const TFJS_NODE_VERSION = '4.22.0';
/** The binding is written for 2.9; 2.15 still has every function of the C interface that it calls. */
const WHEEL_VERSION = '2.15.1';
/** A Python that the wheels of that version exist for; the one that runs pip may be another. */
const WHEEL_PYTHON = '311';
const WHEEL_PLATFORM = 'manylinux2014_x86_64';

/** The libraries that the binding is linked with: the names it asks for, and their names in the wheel. */
const LIBRARIES = {
  'libtensorflow.so': 'libtensorflow_cc.so.2',
  'libtensorflow_framework.so': 'libtensorflow_framework.so.2',
} as const;

/**
 * The folder of a tfjs-node whose native library comes out of a Python wheel, for machines that reach a Python package
 * index but not the place that tfjs-node's own installer downloads from. Takes minutes where it is not there yet.
 */
export async function ensureTensorFlowWheel({ python = 'python3' } = {}): Promise<string> {
  if (process.platform !== 'linux' || process.arch !== 'x64')
    throw new ScriptError('The library is taken from a wheel for Linux on x64; this is another platform.');
  return installOnce({
    name: `tfjs-node-${TFJS_NODE_VERSION}-tensorflow-${WHEEL_VERSION}`,
    announce: `Building ${TFJS_NODE} with the library of tensorflow-cpu ${WHEEL_VERSION} (200 MB to download, 600 MB on disk).`,
    install: (folder) => install(folder, python),
  });
}

async function install(folder: string, python: string): Promise<void> {
  await npmInstall({
    purpose: `Installing ${TFJS_NODE}`,
    folder,
    packages: [`${TFJS_NODE}@${TFJS_NODE_VERSION}`],
  });
  const packageFolder = path.join(folder, 'node_modules', TFJS_NODE);
  await addLibrary(folder, path.join(packageFolder, 'deps'), python);
  await buildBinding(folder, packageFolder);
  if (!(await hasNativeLibrary(packageFolder)))
    throw new ScriptError(`Building ${TFJS_NODE} ended without its native library.`);
}

/** Lays out `deps/` as tfjs-node's own installer does. */
async function addLibrary(folder: string, deps: string, python: string): Promise<void> {
  const download = path.join(folder, 'wheel');
  await runCommand({
    purpose: 'Downloading tensorflow-cpu',
    file: python,
    args: [
      ...['-m', 'pip', 'download', '--quiet', '--no-deps', '--dest', download],
      ...['--only-binary', ':all:', '--platform', WHEEL_PLATFORM],
      ...['--implementation', 'cp', '--python-version', WHEEL_PYTHON],
      `tensorflow-cpu==${WHEEL_VERSION}`,
    ],
  });
  const [wheel] = await readdir(download);
  if (wheel === undefined) throw new ScriptError('pip downloaded nothing.');
  const script = path.join(__dirname, 'unpackWheel.py');
  const unpack = { purpose: 'Unpacking tensorflow-cpu', file: python };
  await runCommand({ ...unpack, args: [script, path.join(download, wheel), download] });
  const unpacked = path.join(download, 'tensorflow');
  const lib = path.join(deps, 'lib');
  await mkdir(lib, { recursive: true });
  await rename(path.join(unpacked, 'include'), path.join(deps, 'include'));
  for (const [linked, found] of Object.entries(LIBRARIES)) {
    await rename(path.join(unpacked, found), path.join(lib, found));
    await symlink(found, path.join(lib, linked));
  }
  await rm(download, { recursive: true });
}

async function buildBinding(folder: string, packageFolder: string): Promise<void> {
  const builder = path.join(folder, 'node_modules', '@mapbox', 'node-pre-gyp', 'bin', 'node-pre-gyp');
  await runCommand({
    purpose: `Building the binding of ${TFJS_NODE}`,
    file: process.execPath,
    args: [builder, 'install', '--build-from-source', ...headersOfNode()],
    cwd: packageFolder,
  });
}

/** Node's own headers where they were installed with it; else node-gyp downloads them. */
function headersOfNode(): string[] {
  const prefix = path.resolve(path.dirname(process.execPath), '..');
  return existsSync(path.join(prefix, 'include', 'node', 'node_api.h')) ? [`--nodedir=${prefix}`] : [];
}
