import { ProgressLocation, window } from 'vscode';
import { AppError } from '../core/appError';
import {
  installTensorFlow,
  removeTensorFlow,
  TFJS_NODE,
  TFJS_NODE_VERSION,
  type InstallOutcome,
} from './tensorFlow/installTensorFlow';
import { platformRefusal, thisPlatform } from './tensorFlow/platformRefusal';
import type { Services } from './services';

const INSTALL = 'Install';
const STEPS = { downloading: 'downloading and unpacking…', trying: 'trying it on this machine…' } as const;

/** *Install TensorFlow Native Backend…*: asks, downloads with progress, tries it; the next run can use it. */
export async function installTensorFlowCommand(services: Services): Promise<InstallOutcome> {
  refuseWhileRunning(services);
  const refusal = platformRefusal(thisPlatform());
  if (refusal !== undefined) throw new AppError('install-failed', refusal);
  const { packagesFolder, tryFile } = services.native;
  const answer = await window.showInformationMessage(
    'Install TensorFlow’s native library for training?',
    {
      modal: true,
      detail: `npm downloads ${TFJS_NODE} ${TFJS_NODE_VERSION} from the npm registry, and its installer about 150 MB from Google's storage; together they take about 1 GB in ${packagesFolder}. The backend "auto" then measures whether it is faster than the embedded one. Nothing of your data is sent.`,
    },
    INSTALL,
  );
  if (answer !== INSTALL) return { status: 'cancelled' };
  const outcome = await window.withProgress(
    { location: ProgressLocation.Notification, title: 'TensorFlow', cancellable: true },
    async (progress, token) => {
      const abort = new AbortController();
      token.onCancellationRequested(() => abort.abort());
      return installTensorFlow({
        folder: packagesFolder,
        packageSpec: `${TFJS_NODE}@${TFJS_NODE_VERSION}`,
        npm: process.platform === 'win32' ? 'npm.cmd' : 'npm',
        node: process.execPath,
        tryFile,
        env: process.env,
        signal: abort.signal,
        onStep: (step) => progress.report({ message: STEPS[step] }),
        onLine: (line) => services.log.info(`TensorFlow: ${line}`),
      });
    },
  );
  if (outcome.status === 'done')
    say(services, 'TensorFlow is installed; runs with the backend "auto" measure it.');
  return outcome;
}

/** *Remove TensorFlow Native Backend*. */
export async function removeTensorFlowCommand(services: Services): Promise<{ readonly removed: boolean }> {
  refuseWhileRunning(services);
  const removed = await removeTensorFlow(services.native.packagesFolder);
  say(services, removed ? 'TensorFlow was removed.' : 'TensorFlow was not installed here.');
  return { removed };
}

/** Its files may be in use. */
function refuseWhileRunning({ runs }: Services): void {
  if (runs.state.status !== 'idle')
    throw new AppError('run-in-progress', 'A run is still going on; wait for it or cancel it first.');
}

function say({ log }: Services, text: string): void {
  log.info(text);
  window.showInformationMessage(text).then(undefined, (error: unknown) => {
    log.error('The message could not be shown:', error);
  });
}
