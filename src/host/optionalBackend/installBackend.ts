import * as l10n from '@vscode/l10n';
import { cp, mkdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { AppError } from '../../core/appError';
import { retryInUse } from '../../files/retryInUse';
import type { OptionalBackend } from './optionalBackends';
import type { Program } from './npmProgram';
import { runProcess, type ProcessEnd } from './runProcess';

export interface InstallRequest {
  readonly backend: OptionalBackend;
  /** The folder of all optional packages: each backend has one of its own in it, replaced as a whole once it works. */
  readonly packagesFolder: string;
  /** What npm is asked for. */
  readonly packageSpec: string;
  readonly npm: Program;
  /** The Node to run the backend on where it is not the one that runs this; it is remembered. */
  readonly node?: string | undefined;
  /** The built `tryBackend.js`. */
  readonly tryFile: string;
  readonly env: NodeJS.ProcessEnv;
  readonly signal: AbortSignal;
  readonly onStep: (step: 'downloading' | 'trying') => void;
  readonly onLine: (line: string) => void;
}

export type InstallOutcome = { readonly status: 'done' } | { readonly status: 'cancelled' };

const NPM_FLAGS = ['--omit=dev', '--no-audit', '--no-fund', '--no-progress', '--foreground-scripts'];

/**
 * Installs a backend with npm beside its place, tries it in a process of its own, and moves it there. Whatever else
 * happens, what was there before stays and nothing is left behind. @throws AppError `install-failed`.
 */
export async function installBackend(request: InstallRequest): Promise<InstallOutcome> {
  const { backend, packagesFolder, node } = request;
  const { name, packageName } = backend;
  const unfinished = path.join(packagesFolder, `${name}.part-${process.pid}`);
  const folder = path.join(unfinished, name); // where it is looked for
  try {
    await rm(unfinished, { recursive: true, force: true });
    await mkdir(folder, { recursive: true });
    const allowScripts = { [packageName]: backend.hasInstaller };
    const manifest = { private: true, name: 'label-review-packages', allowScripts, node };
    await writeFile(path.join(folder, 'package.json'), JSON.stringify(manifest));
    request.onStep('downloading');
    const installed = await runNpm(request, folder);
    if (installed.kind === 'aborted') return { status: 'cancelled' };
    checkInstalled(backend, installed);
    if (name === 'tensorflow') await placeWindowsLibrary(path.join(folder, 'node_modules', packageName));
    request.onStep('trying');
    const tried = await tryOut(request, unfinished);
    if (tried.kind === 'aborted') return { status: 'cancelled' };
    checkTried(backend, tried);
    await removeBackend(backend, packagesFolder);
    await retryInUse(() => rename(folder, path.join(packagesFolder, name)));
    return { status: 'done' };
  } finally {
    await rm(unfinished, { recursive: true, force: true });
  }
}

/** Whether something was there. */
export async function removeBackend({ name }: OptionalBackend, packagesFolder: string): Promise<boolean> {
  const folder = path.join(packagesFolder, name);
  const isThere = await stat(folder).then(
    () => true,
    () => false,
  );
  await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  return isThere;
}

function runNpm({ backend, npm, packageSpec, env, signal, onLine }: InstallRequest, cwd: string) {
  const flags = backend.hasInstaller ? NPM_FLAGS : [...NPM_FLAGS, '--ignore-scripts'];
  const args = [...npm.args, 'install', ...flags, packageSpec];
  return runProcess({ file: npm.file, args, cwd, env, signal, onLine });
}

function tryOut(request: InstallRequest, cwd: string) {
  const { backend, node = process.execPath, tryFile, env, signal, onLine } = request;
  const asNode = { ...env, ELECTRON_RUN_AS_NODE: '1' };
  return runProcess({ file: node, args: [tryFile, backend.name, cwd], cwd, env: asNode, signal, onLine });
}

type Ended = Exclude<ProcessEnd, { kind: 'aborted' }>;

function checkInstalled({ title, sources }: OptionalBackend, end: Ended): void {
  if (end.kind === 'not-found')
    throw new AppError(
      'install-failed',
      l10n.t(
        'npm was not found; install Node.js, which brings it, on the machine that holds the images, and try again.',
      ),
    );
  if (end.code !== 0)
    throw new AppError(
      'install-failed',
      l10n.t(
        '{0} could not be downloaded (npm: {1}); check that this machine reaches {2}. The log has all that npm said.',
        title,
        end.said,
        sources,
      ),
    );
}

function checkTried({ title }: OptionalBackend, end: Ended): void {
  if (end.kind === 'ended' && end.code === 0) return;
  const why =
    end.kind === 'not-found' || end.code === null || end.said === '' ? l10n.t('it crashed') : end.said;
  throw new AppError(
    'install-failed',
    l10n.t(
      '{0} was downloaded but does not run on this machine ({1}), and was removed again; all that is built in works without it.',
      title,
      why,
    ),
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
