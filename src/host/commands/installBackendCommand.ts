import { l10n, ProgressLocation, window } from 'vscode';
import { AppError } from '../../core/appError';
import { findNode, OLDEST_NODE } from '../optionalBackend/backendNode';
import { installBackend, removeBackend, type InstallOutcome } from '../optionalBackend/installBackend';
import { findNpm } from '../optionalBackend/npmProgram';
import type { OptionalBackend } from '../optionalBackend/optionalBackends';
import { thisPlatform } from '../optionalBackend/platformRefusal';
import type { Services } from '../services';

/** *Install … Backend…*: asks, downloads with progress, tries it; the next run can use it. */
export async function installBackendCommand(
  services: Services,
  backend: OptionalBackend,
): Promise<InstallOutcome> {
  refuseWhileRunning(services);
  const { title, packageName, version, download } = backend;
  const refusal = backend.refusal(thisPlatform());
  if (refusal !== undefined) throw new AppError('install-failed', refusal);
  const { packagesFolder, tryFile } = services.native;
  const install = l10n.t('Install');
  const steps = {
    downloading: l10n.t('downloading and unpacking…'),
    trying: l10n.t('trying it on this machine…'),
  };
  const answer = await window.showInformationMessage(
    backend.question,
    {
      modal: true,
      detail: l10n.t(
        'The package is {0}: {1} in {2}. {3} Nothing of your data is sent.',
        `${packageName} ${version}`,
        download,
        packagesFolder,
        backend.use,
      ),
    },
    install,
  );
  if (answer !== install) return { status: 'cancelled' };
  const outcome = await window.withProgress(
    { location: ProgressLocation.Notification, title, cancellable: true },
    async (progress, token) => {
      const abort = new AbortController();
      token.onCancellationRequested(() => abort.abort());
      return installBackend({
        backend,
        packagesFolder,
        packageSpec: `${packageName}@${version}`,
        npm: findNpm(),
        node: await nodeFor(backend, abort.signal),
        tryFile,
        env: process.env,
        signal: abort.signal,
        onStep: (step) => progress.report({ message: steps[step] }),
        onLine: (line) => services.log.info(`${title}: ${line}`),
      });
    },
  );
  if (outcome.status === 'done') say(services, `${l10n.t('{0} is installed.', title)} ${backend.use}`);
  return outcome;
}

/** *Remove … Backend*. */
export async function removeBackendCommand(
  services: Services,
  backend: OptionalBackend,
): Promise<{ readonly removed: boolean }> {
  refuseWhileRunning(services);
  const removed = await removeBackend(backend, services.native.packagesFolder);
  say(
    services,
    removed
      ? l10n.t('{0} was removed.', backend.title)
      : l10n.t('{0} was not installed here.', backend.title),
  );
  return { removed };
}

/** Undefined for the one that runs this. @throws AppError `install-failed`. */
async function nodeFor(
  { title, needsNode }: OptionalBackend,
  signal: AbortSignal,
): Promise<string | undefined> {
  if (!needsNode || process.versions.electron === undefined) return undefined;
  const node = await findNode(process.env, signal);
  if (node !== undefined || signal.aborted) return node;
  throw new AppError(
    'install-failed',
    l10n.t(
      '{0} cannot run inside the desktop VS Code and needs Node.js {1} or later beside it; install that (nodejs.org), start VS Code again and try again. On remote machines it is not needed.',
      title,
      OLDEST_NODE,
    ),
  );
}

/** Its files may be in use. */
function refuseWhileRunning({ runs }: Services): void {
  if (runs.state.status !== 'idle')
    throw new AppError('run-in-progress', l10n.t('A run is still going on; wait for it or cancel it first.'));
}

function say({ log }: Services, text: string): void {
  log.info(text);
  window.showInformationMessage(text).then(undefined, (error: unknown) => {
    log.error('The message could not be shown:', error);
  });
}
