import { randomUUID } from 'node:crypto';
import path from 'node:path';
import * as l10n from '@vscode/l10n';
import {
  commands,
  ExtensionMode,
  l10n as vscodeL10n,
  window,
  workspace,
  type ExtensionContext,
} from 'vscode';
import { COMMANDS, EXTENSION_NAME, SETTINGS_SECTION } from '../core/names';
import type { Progress } from '../core/run/progress';
import type { BackendChoice } from '../core/run/trainingPlan';
import { goOnWithRay } from './commands/runOnRayCommand';
import { registerCommands } from './commands/commands';
import { CONTEXT_KEYS } from './contextKeys';
import { Datasets, type DatasetsOptions } from './datasets';
import type { Disposable } from '../review/emitter';
import { createFirstUse } from './firstUse/firstUse';
import { Galleries } from './gallery/galleries';
import { createFindImageChange } from '../review/findImageChange';
import { createGalleryMemory } from '../review/galleryMemory';
import { KnownRoots } from './knownRoots';
import { createLog, type Log } from './log';
import { trainerNode } from './optionalBackend/backendNode';
import { Overviews } from './overview/overviews';
import { NewRuns } from './runs/newRuns';
import { RunController, type RunControllerOptions } from './runs/runController';
import { createSearchSimilar } from './searchSimilar';
import { createRunsView } from './runs/runsView';
import { createRayMemory } from './ray/rayMemory';
import { createRayRuns } from './ray/rayRun';
import { createFolderLook } from './scan/folderLook';
import { createScanMemory } from './scan/scanMemory';
import type { Services } from './services';
import { readCacheFolder } from './settings/settings';
import { requireTrust } from './trust';
import { createStatusBar } from './runs/statusBar';
import { createStopUpdates } from './gallery/stopUpdates';
import { createAskWriteBack } from './writeBack/askWriteBack';
import { WORDING } from './wording';
import type { Trainer } from '../worker/client/client';

let runs: RunController | undefined;

/** Builds the extension from its parts; nothing is read or started before it is asked for. Tests get the parts. */
export function activate(context: ExtensionContext): Services | undefined {
  try {
    // For the parts that do not know VS Code.
    if (vscodeL10n.bundle !== undefined) l10n.config({ contents: vscodeL10n.bundle });
    const services = compose(context);
    context.subscriptions.push(goOnWithRay(services));
    return context.extensionMode === ExtensionMode.Test ? services : undefined;
  } catch (error) {
    // VS Code itself says nothing about an extension that fails to start.
    void window.showErrorMessage(`${EXTENSION_NAME} could not start: ${String(error)}`);
    throw error;
  }
}

/** Waits until the trainer process is gone. */
export async function deactivate(): Promise<void> {
  await runs?.dispose();
}

function compose(context: ExtensionContext): Services {
  const own = <T extends Disposable>(disposable: T): T => {
    context.subscriptions.push(disposable);
    return disposable;
  };
  const log = own(createLog());
  const fallbackStore = path.join(context.globalStorageUri.fsPath, 'stores');
  const native = {
    packagesFolder: path.join(context.globalStorageUri.fsPath, 'packages'),
    encodersFolder: path.join(context.globalStorageUri.fsPath, 'encoders'),
    tryFile: context.asAbsolutePath(path.join('dist', 'tryBackend.js')),
  };
  const memory = createGalleryMemory(context.workspaceState);
  const knownRoots = own(new KnownRoots(context.workspaceState));
  const startTrainer = createStartTrainer(context, log, native.packagesFolder);
  const datasets = own(createDatasets({ startTrainer, fallbackStore, memory }));
  const controller = createRunController({ startTrainer, fallbackStore });
  runs = controller;
  const galleries = own(
    new Galleries({
      extensionUri: context.extensionUri,
      datasets,
      memory,
      log,
      runState: () => controller.state,
      newRuns: () => newRuns,
      runCommand: (root, command) => void commands.executeCommand(COMMANDS[command], root),
    }),
  );
  const newRuns: NewRuns = own(
    new NewRuns({
      datasets,
      runs: controller,
      log,
      show: (root) => galleries.showNewRun(root, 'runArrived'),
    }),
  );
  const overviews = own(new Overviews({ extensionUri: context.extensionUri, datasets, log }));
  const services: Services = {
    ...{ log, runs: controller, datasets, galleries, overviews, knownRoots, native },
    scanMemory: createScanMemory(context.workspaceState),
    createFolderLook: () =>
      createFolderLook({ startTrainer: () => startTrainer('wasm'), fallbackStore, cacheFolder }),
    ...createRay(context, { log, startTrainer, fallbackStore }),
    askWriteBack: createAskWriteBack({
      startTrainer: (onProgress) => startTrainer('wasm', onProgress),
      fallbackStore,
    }),
  };
  own(createStopUpdates({ datasets, log, post: (root, event) => galleries.post(root, event) }));
  own(createStatusBar(controller));
  own(controller.onDidChangeState((state) => galleries.showRunState(state)));
  const firstUse = createFirstUse({ context, datasets, log });
  const view = createRunsView({
    ...{ datasets, knownRoots, log, onDidShow: firstUse.viewShown },
    lookForRuns: (root) => newRuns.ask(root),
  });
  for (const disposable of [...registerCommands(services), ...view, ...firstUse.disposables]) own(disposable);
  return services;
}

function createRay(
  context: ExtensionContext,
  {
    log,
    startTrainer,
    fallbackStore,
  }: {
    readonly log: Log;
    readonly startTrainer: ReturnType<typeof createStartTrainer>;
    readonly fallbackStore: string;
  },
): Pick<Services, 'rayMemory' | 'rayRuns'> {
  const rayMemory = createRayMemory(context.workspaceState);
  const rayRuns = createRayRuns({
    ...{ memory: rayMemory, log, fallbackStore, cacheFolder },
    programFolder: context.asAbsolutePath('dist'),
    // Nothing is trained here, so any backend will do.
    startTrainer: (onProgress) => startTrainer('wasm', onProgress),
    environment: process.env,
  });
  return { rayMemory, rayRuns };
}

function createDatasets({
  startTrainer,
  fallbackStore,
  memory,
}: Pick<DatasetsOptions, 'fallbackStore' | 'memory'> & {
  readonly startTrainer: ReturnType<typeof createStartTrainer>;
}): Datasets {
  return new Datasets({
    ...{ fallbackStore, cacheFolder, memory },
    // Nothing is trained, so any backend will do.
    searchSimilar: createSearchSimilar({
      startTrainer: () => startTrainer('wasm'),
      ...{ fallbackStore, cacheFolder },
    }),
    findImageChange: createFindImageChange,
    createId: randomUUID,
    now: () => new Date(),
    wording: WORDING,
  });
}

/** Starts a trainer process on the Node that a backend takes. */
function createStartTrainer(context: ExtensionContext, log: Log, packagesFolder: string) {
  return async (
    backend: BackendChoice,
    onProgress: (progress: Progress) => void = () => undefined,
  ): Promise<Trainer> => {
    requireTrust();
    // A quarter of what loading the extension would otherwise take.
    const { startTrainer } = await import('../worker/client/client');
    return startTrainer({
      node: await trainerNode(backend, packagesFolder),
      trainerFile: context.asAbsolutePath(path.join('dist', 'trainer.js')),
      packagesFolder,
      log: (line) => log.info(line),
      onProgress,
    });
  };
}

/** Of the machine, not of a workspace: what came with a dataset has no say. */
const cacheFolder = () => readCacheFolder((name) => workspace.getConfiguration(SETTINGS_SECTION).get(name));

function createRunController(
  options: Pick<RunControllerOptions, 'startTrainer' | 'fallbackStore'>,
): RunController {
  const controller = new RunController({ ...options, cacheFolder, nowMs: () => performance.now() });
  controller.onDidChangeState(({ status }) => {
    void commands.executeCommand('setContext', CONTEXT_KEYS.running, status !== 'idle');
  });
  return controller;
}
