import { cp, mkdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { AppError } from '../../core/appError';
import { runProcess, type ProcessEnd } from './runProcess';

export const TFJS_NODE = '@tensorflow/tfjs-node';
/** That of the other tfjs packages: they share one engine. */
export const TFJS_NODE_VERSION = '4.22.0';

export interface InstallRequest {
  /** Where it goes; replaced as a whole, once the new one works. */
  readonly folder: string;
  /** What npm is asked for. */
  readonly packageSpec: string;
  readonly npm: string;
  /** The Node, or VS Code's stand-in for it, that the trainer will run on, … */
  readonly node: string;
  /** … and the built `tryTensorFlow.js`. */
  readonly tryFile: string;
  readonly env: NodeJS.ProcessEnv;
  readonly signal: AbortSignal;
  readonly onStep: (step: 'downloading' | 'trying') => void;
  readonly onLine: (line: string) => void;
}

export type InstallOutcome = { readonly status: 'done' } | { readonly status: 'cancelled' };

const NPM_FLAGS = ['--omit=dev', '--no-audit', '--no-fund', '--no-progress', '--foreground-scripts'];

/**
 * Installs tfjs-node with npm beside its place, tries it in a process of its own, and moves it there. Whatever else
 * happens, what was there before stays and nothing is left behind. @throws AppError `install-failed`.
 */
export async function installTensorFlow(request: InstallRequest): Promise<InstallOutcome> {
  const unfinished = `${request.folder}.part-${process.pid}`;
  try {
    await rm(unfinished, { recursive: true, force: true });
    await mkdir(unfinished, { recursive: true });
    const manifest = { private: true, name: 'label-review-packages', allowScripts: { [TFJS_NODE]: true } };
    await writeFile(path.join(unfinished, 'package.json'), JSON.stringify(manifest));
    request.onStep('downloading');
    const installed = await runNpm(request, unfinished);
    if (installed.kind === 'aborted') return { status: 'cancelled' };
    checkInstalled(installed);
    await placeWindowsLibrary(path.join(unfinished, 'node_modules', TFJS_NODE));
    request.onStep('trying');
    const tried = await tryOut(request, unfinished);
    if (tried.kind === 'aborted') return { status: 'cancelled' };
    checkTried(tried);
    await rm(request.folder, { recursive: true, force: true });
    await rename(unfinished, request.folder);
    return { status: 'done' };
  } finally {
    await rm(unfinished, { recursive: true, force: true });
  }
}

/** Whether something was there. */
export async function removeTensorFlow(folder: string): Promise<boolean> {
  const isThere = await stat(folder).then(
    () => true,
    () => false,
  );
  await rm(folder, { recursive: true, force: true });
  return isThere;
}

function runNpm({ npm, packageSpec, env, signal, onLine }: InstallRequest, cwd: string) {
  return runProcess({ file: npm, args: ['install', ...NPM_FLAGS, packageSpec], cwd, env, signal, onLine });
}

function tryOut({ node, tryFile, env, signal, onLine }: InstallRequest, cwd: string) {
  const asNode = { ...env, ELECTRON_RUN_AS_NODE: '1' };
  return runProcess({ file: node, args: [tryFile, cwd], cwd, env: asNode, signal, onLine });
}

function checkInstalled(end: Exclude<ProcessEnd, { kind: 'aborted' }>): void {
  if (end.kind === 'not-found')
    throw new AppError(
      'install-failed',
      'npm was not found; install Node.js, which brings it, on the machine that holds the images, and try again.',
    );
  if (end.code !== 0)
    throw new AppError(
      'install-failed',
      `TensorFlow could not be downloaded (npm: ${end.said}); check that this machine reaches the npm registry and Google's storage. The log has all that npm said.`,
    );
}

function checkTried(end: Exclude<ProcessEnd, { kind: 'aborted' }>): void {
  if (end.kind === 'ended' && end.code === 0) return;
  const why = end.kind === 'not-found' || end.code === null || end.said === '' ? 'it crashed' : end.said;
  throw new AppError(
    'install-failed',
    `TensorFlow was downloaded but does not run on this machine (${why}), and was removed again; the embedded backend works here.`,
  );
}

/**
 * Windows looks for a library beside the one that needs it. tfjs-node's installer puts it where the newest interface of
 * the running Node would be, which from Node 20 on is not where the binding is.
 */
async function placeWindowsLibrary(packageFolder: string): Promise<void> {
  const library = path.join(packageFolder, 'deps', 'lib', 'tensorflow.dll');
  const binding = path.join(packageFolder, 'lib', 'napi-v8');
  const [hasLibrary, hasBinding] = await Promise.all(
    [library, binding].map((file) =>
      stat(file).then(
        () => true,
        () => false,
      ),
    ),
  );
  if (hasLibrary === true && hasBinding === true) await cp(library, path.join(binding, 'tensorflow.dll'));
}
