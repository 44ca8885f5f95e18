import { existsSync } from 'node:fs';
import { AppError, type AppErrorCode } from '../../core/appError';
import type { FolderContents } from '../../core/dataset/folders/folderContents';
import type { ScanOptions } from '../../core/run/scanOptions';
import type { Forecast } from '../../core/run/forecast';
import { isUnclear, labelChoices, toChosenLabels, unknownColumns } from '../commands/labelChoices';
import type { ChosenLabels } from '../runs/runController';
import type { FolderLook } from './folderLook';
import { parentOfClass } from './glanceAtFolder';
import type { ScanProblem } from './scanItems';

/** What a look at a folder tells about a search there. */
export interface Looked {
  readonly inspected?: FolderContents;
  /** Absent where somebody has to say which labels to use. */
  readonly labels?: ChosenLabels;
  readonly forecast?: Forecast;
  /** Something that a person can change before a search. */
  readonly problem?: { readonly error: AppError; readonly change: ScanProblem['change'] };
  readonly parent?: string;
}

export interface LookOptions {
  readonly root: string;
  /** Asked for now; absent: those that were answered before or, where the folder has them no more, that it offers first. */
  readonly labels: ChosenLabels | undefined;
  readonly remembered?: ChosenLabels | undefined;
  readonly options: ScanOptions;
  /** Other datasets that have been searched. */
  readonly searched: readonly string[];
}

/** What to change where an error says that nothing can be searched. */
const CHANGES: Readonly<Partial<Record<AppErrorCode, ScanProblem['change']>>> = {
  'folder-not-found': 'folder',
  'no-images': 'folder',
  'too-few-classes': 'folder',
  'not-a-file': 'labels',
  'format-unclear': 'labels',
  'labels-unreadable': 'labels',
  'labels-columns-ambiguous': 'labels',
  'labels-match-nothing': 'labels',
  'bad-setting': 'settings',
};

/** Looks at a folder; what is wrong with it is part of the answer. */
export async function lookAt(look: FolderLook, asked: LookOptions, signal: AbortSignal): Promise<Looked> {
  const { root, options, searched } = asked;
  let known: Looked = {};
  try {
    const inspected = await look.inspect(root, signal);
    known = { inspected };
    if (
      labelChoices(inspected).every(({ kind }) => kind === 'folders') &&
      inspected.classFolders.length < 2
    ) {
      const parent = await parentOfClass(root, signal);
      if (parent !== undefined) return { ...known, parent };
    }
    const labels = asked.labels ?? stillThere(asked.remembered, inspected) ?? usualLabels(inspected);
    if (labels === undefined) return known;
    known = { ...known, labels };
    const request = { root, ...labels, options, searched: searched.filter((other) => other !== root) };
    return { ...known, forecast: await look.forecast(request, signal) };
  } catch (error) {
    const change = error instanceof AppError ? CHANGES[error.code] : undefined;
    if (!(error instanceof AppError) || change === undefined) throw error;
    return { ...known, problem: { error, change } };
  }
}

/** What was answered before, unless the folder is of another form now. */
function stillThere(
  remembered: ChosenLabels | undefined,
  inspected: FolderContents,
): ChosenLabels | undefined {
  if (remembered === undefined) return undefined;
  const { labels, format = 'folders' } = remembered;
  // A table may lie anywhere.
  if (labels !== undefined) return existsSync(labels.file) ? remembered : undefined;
  const has = labelChoices(inspected).some((choice) => toChosenLabels(choice).format === format);
  return has ? remembered : undefined;
}

/** The labels that a folder offers first; undefined where somebody has to say which, or their columns. */
function usualLabels(inspected: FolderContents): ChosenLabels | undefined {
  const choices = labelChoices(inspected);
  const [first] = choices;
  if (first === undefined || isUnclear(choices) || unknownColumns(first).length > 0) return undefined;
  return toChosenLabels(first);
}
