import { commands, workspace } from 'vscode';
import { COMMANDS } from '../../core/names';
import type { Disposable } from '../../review/emitter';
import { askRay } from '../ray/askRay';
import type { Services } from '../services';
import { folderArgument, rayArgument } from './commandArguments';
import { pickFolderToScan, workspaceRoots } from './datasetPicker';
import { createRunRequest, runAndShow, type RunOutcome } from './runAndShow';

/**
 * *Find Wrong Labels on Ray…*: `(folder?, {address, jobFolder, program?, labels?, options?, filterBy?}?)`; with a second argument
 * it asks nothing. With `{goOn: true}` it watches the job that an earlier window has left.
 */
export async function runOnRayCommand(
  services: Services,
  folder?: unknown,
  scripted?: unknown,
): Promise<RunOutcome> {
  const { runs, rayMemory, rayRuns } = services;
  runs.refuseSecond();
  const argument = rayArgument(COMMANDS.runOnRay, scripted);
  if (argument !== undefined && 'goOn' in argument) return goOn(services);
  const root = folderArgument(COMMANDS.runOnRay, folder) ?? workspaceRoots()[0] ?? (await pickFolderToScan());
  if (root === undefined) return { status: 'cancelled' };
  const answers =
    argument === undefined
      ? await askRay(root, rayMemory.answersFor(root))
      : { address: argument.address, folder: argument.jobFolder, program: argument.program };
  if (answers === undefined) return { status: 'cancelled' };
  await rayMemory.remember(root, answers);
  const request = await createRunRequest(services, root, argument);
  return runAndShow(services, request, () =>
    runs.occupy(request, (tools) => rayRuns.start(request, answers, tools)),
  );
}

async function goOn(services: Services): Promise<RunOutcome> {
  const { runs, rayMemory, rayRuns } = services;
  const job = rayMemory.job();
  if (job === undefined) return { status: 'cancelled' };
  return runAndShow(services, job, () => runs.occupy(job, (tools) => rayRuns.resume(job, tools)));
}

/** Goes on with the job that an earlier window has left, once the workspace is trusted. */
export function goOnWithRay({ rayMemory, log }: Services): Disposable {
  const start = () =>
    void commands
      .executeCommand(COMMANDS.runOnRay, undefined, { goOn: true })
      .then(undefined, (error: unknown) => log.error('The job on Ray could not be watched:', error));
  if (rayMemory.job() === undefined) return { dispose: () => undefined };
  if (!workspace.isTrusted) return workspace.onDidGrantWorkspaceTrust(start);
  start();
  return { dispose: () => undefined };
}
