import { commands, type Disposable } from 'vscode';
import { COMMANDS, KEYS_SETTING, REVIEW_ACTIONS, reviewCommand } from '../../core/names';
import { applyToSourceCommand } from './applyToSourceCommand';
import { chooseEncoderCommand } from './chooseEncoderCommand';
import { registerCommand } from './commandBoundary';
import { exportCommand } from './exportCommand';
import { installBackendCommand, removeBackendCommand } from './installBackendCommand';
import { openGalleryCommand } from './openGalleryCommand';
import { openOverviewCommand } from './openOverviewCommand';
import { NATIVE_TENSORFLOW, onnxRuntimeFor, WEBGPU } from '../optionalBackend/optionalBackends';
import { thisPlatform } from '../optionalBackend/platformRefusal';
import { retrainCommand } from './retrainCommand';
import { runOnRayCommand } from './runOnRayCommand';
import { saveReportCommand } from './saveReportCommand';
import { scanCommand } from './scanCommand';
import { scoreCommand } from './scoreCommand';
import { updateOrderCommand } from './updateOrderCommand';
import type { Services } from '../services';
import { whenTrusted } from '../trust';

/** Registers every command of the extension. */
export function registerCommands(services: Services): Disposable[] {
  const { log, runs, galleries } = services;
  const computing = (command: string, work: (...args: unknown[]) => unknown) =>
    registerCommand(log, command, whenTrusted(work));
  return [
    computing(COMMANDS.scan, (folder, scripted) => scanCommand(services, folder, scripted)),
    computing(COMMANDS.retrain, (folder) => retrainCommand(services, folder)),
    registerCommand(log, COMMANDS.updateOrder, (folder) => updateOrderCommand(services, folder)),
    computing(COMMANDS.score, (folder, scripted) => scoreCommand(services, folder, scripted)),
    computing(COMMANDS.runOnRay, (folder, scripted) => runOnRayCommand(services, folder, scripted)),
    registerCommand(log, COMMANDS.openGallery, (folder, scripted) =>
      openGalleryCommand(services, folder, scripted),
    ),
    registerCommand(log, COMMANDS.openOverview, (folder, scripted) =>
      openOverviewCommand(services, folder, scripted),
    ),
    registerCommand(log, COMMANDS.saveReport, (folder, scripted) =>
      saveReportCommand(services, folder, scripted),
    ),
    registerCommand(log, COMMANDS.export, (folder, scripted) => exportCommand(services, folder, scripted)),
    computing(COMMANDS.applyToSource, (folder, scripted) => applyToSourceCommand(services, folder, scripted)),
    registerCommand(log, COMMANDS.cancel, () => runs.cancel()),
    registerCommand(log, COMMANDS.showLog, () => log.show()),
    registerCommand(log, COMMANDS.changeKeys, () =>
      commands.executeCommand('workbench.action.openSettings', `@id:${KEYS_SETTING}`),
    ),
    computing(COMMANDS.installTensorFlow, () => installBackendCommand(services, NATIVE_TENSORFLOW)),
    registerCommand(log, COMMANDS.removeTensorFlow, () => removeBackendCommand(services, NATIVE_TENSORFLOW)),
    computing(COMMANDS.installWebGpu, () => installBackendCommand(services, WEBGPU)),
    registerCommand(log, COMMANDS.removeWebGpu, () => removeBackendCommand(services, WEBGPU)),
    computing(COMMANDS.installOnnx, () => installBackendCommand(services, onnxRuntimeFor(thisPlatform()))),
    registerCommand(log, COMMANDS.removeOnnx, () =>
      removeBackendCommand(services, onnxRuntimeFor(thisPlatform())),
    ),
    computing(COMMANDS.chooseEncoder, (folder) => chooseEncoderCommand(services, folder)),
    registerCommand(log, COMMANDS.findSimilar, () =>
      galleries.active?.post({ type: 'action', action: 'findSimilar' }),
    ),
    ...REVIEW_ACTIONS.map((action) =>
      registerCommand(log, reviewCommand(action), (argument) => {
        galleries.active?.post({ type: 'action', action, ...(typeof argument === 'number' && { argument }) });
      }),
    ),
  ];
}
