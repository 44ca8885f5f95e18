import { commands, l10n, window, workspace } from 'vscode';
import type { AppError } from '../../core/appError';
import { COMMANDS } from '../../core/names';
import type { Disposable } from '../../review/emitter';
import { literal } from '../literal';
import { askRay } from '../ray/askRay';
import { goOnWithJob, isInHand, type LostJob } from '../ray/goOnWithJob';
import type { RayJobInHand } from '../ray/rayMemory';
import type { Services } from '../services';
import { WORDING } from '../wording';
import { SaidFailure } from './commandBoundary';
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

const goOn = (services: Services): Promise<RunOutcome> =>
  goOnWithJob<RunOutcome>({
    memory: services.rayMemory,
    log: services.log,
    watch: (job) => watchJob(services, job),
    ask: askAboutLost,
  });

async function watchJob(services: Services, job: RayJobInHand): Promise<RunOutcome | LostJob> {
  const { runs, rayMemory, rayRuns } = services;
  try {
    return await runAndShow(services, job, () => runs.occupy(job, (tools) => rayRuns.resume(job, tools)));
  } catch (error) {
    const why = error instanceof SaidFailure ? error.reason : error;
    if (!isInHand(rayMemory, why)) throw error;
    return { status: 'lost', why };
  }
}

async function askAboutLost({ submissionId, isDone }: RayJobInHand, why: AppError) {
  const again = l10n.t('Try Again');
  const forget = l10n.t('Forget');
  const reason = why.inWords(WORDING);
  const sentence =
    isDone === true
      ? l10n.t('{0} The job {1} is done, but its run could not be made.', reason, submissionId)
      : l10n.t('{0} The job {1} may still be going on there.', reason, submissionId);
  const clicked = await window.showWarningMessage(literal(sentence), again, forget);
  return clicked === again ? 'again' : clicked === forget ? 'forget' : undefined;
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
