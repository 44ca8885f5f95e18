import { COMMANDS } from '../../core/names';
import { folderArgument, scanArgument } from './commandArguments';
import { pickFolderToScan } from './datasetPicker';
import { createRunRequest, runAndShow, type RunOutcome } from './runAndShow';
import type { Services } from '../services';

/** *Find Wrong Labels…*: `(folder?, {labels?, options?, filterBy?}?)`; with a second argument it asks nothing. */
export async function scanCommand(
  services: Services,
  folder?: unknown,
  scripted?: unknown,
): Promise<RunOutcome> {
  const root = folderArgument(COMMANDS.scan, folder) ?? (await pickFolderToScan());
  if (root === undefined) return { status: 'cancelled' };
  const request = createRunRequest(services, root, scanArgument(COMMANDS.scan, scripted));
  services.log.info(`Finding wrong labels in ${root}`);
  return runAndShow(services, request);
}
