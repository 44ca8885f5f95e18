import { existsSync } from 'node:fs';
import path from 'node:path';
import { COMMANDS } from '../../core/names';
import type { LabelsRequest } from '../../core/run/analyzeRequest';
import { pickScan } from '../scan/scanPicker';
import type { Services } from '../services';
import { folderArgument, scanArgument } from './commandArguments';
import { pickFolderToScan, workspaceRoots } from './datasetPicker';
import { createRunRequest, readSettings, searchAndShow, type RunOutcome } from './runAndShow';

/**
 * *Find Wrong Labels…*: `(folder or table of labels?, {labels?, options?, filterBy?}?)`; with a second argument it asks
 * nothing.
 */
export async function scanCommand(
  services: Services,
  folder?: unknown,
  scripted?: unknown,
): Promise<RunOutcome> {
  const { runs, scanMemory, log } = services;
  runs.refuseSecond();
  const argument = scanArgument(COMMANDS.scan, scripted);
  const given = rootOf(folderArgument(COMMANDS.scan, folder));
  const { root, labels } = given ?? { root: usualRoot(services) ?? (await pickFolderToScan()) };
  if (root === undefined) return { status: 'cancelled' };
  if (argument !== undefined) {
    log.info(`Finding wrong labels in ${root}`);
    return searchAndShow(services, await createRunRequest(services, root, { labels, ...argument }));
  }
  const picked = await pickScan(services, { root, ...(labels && { labels: { labels } }) });
  if (picked === undefined) return { status: 'cancelled' };
  const { options } = await readSettings(picked.root);
  await scanMemory.remember(picked, options.preset);
  const request = await createRunRequest(services, picked.root, undefined);
  log.info(`Finding wrong labels in ${picked.root}`);
  return searchAndShow(services, {
    ...request,
    options: { ...request.options, preset: picked.preset },
    ...(picked.labels && { chooseLabels: picked.labels }),
  });
}

/** A table of labels stands for the folder that it is in. */
function rootOf(
  file: string | undefined,
): { readonly root: string; readonly labels?: LabelsRequest } | undefined {
  if (file === undefined || !/\.(?:csv|tsv)$/iu.test(file)) return file === undefined ? file : { root: file };
  return { root: path.dirname(file), labels: { file } };
}

/** Where the last search was, else the first folder of the workspace. */
function usualRoot({ scanMemory }: Services): string | undefined {
  const last = scanMemory.lastRoot();
  return last !== undefined && existsSync(last) ? last : workspaceRoots()[0];
}
