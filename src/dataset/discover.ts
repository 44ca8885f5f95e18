import path from 'node:path';
import { AppError } from '../core/appError';
import type { DatasetIndex, LabelSource } from '../core/dataset/dataset';
import { compareCodeUnits } from '../core/compareCodeUnits';
import { compareLabels } from '../core/dataset/alikeClasses';
import type { FormatName } from '../core/dataset/formats/formatNames';
import { ALL_FORMATS } from './formats/allFormats';
import { chooseFormat } from './formats/chooseFormat';
import type { FolderLook, UnpackFolder } from './formats/format';
import { nameClasses } from './labels/nameClasses';
import { readCsvLabels } from './labels/csvLabels';
import type { LabelsRequest } from '../core/run/analyzeRequest';
import type { LabelledPaths } from './labels/labelledPaths';
import { leftOut } from './leftOut';
import { besideUnusedLabels } from './unusedLabels';
import { noImages } from './noImages';
import { walkImages, type WalkedImages, type WalkProgress } from './walk';
import { listed } from '../core/words/listed';
import { message, type Message } from '../core/words/message';

export interface DiscoverOptions {
  readonly root: string;
  /** A table of labels; absent: they are in the form that the folder has, class folders or annotations. */
  readonly labels?: LabelsRequest | undefined;
  /** Absent: it is found out. */
  readonly format?: FormatName | undefined;
  /** For what has to be unpacked before it can be read; absent: such a dataset is refused. */
  readonly unpackTo?: UnpackFolder | undefined;
  readonly signal: AbortSignal;
}

/**
 * Finds every labelled image of a dataset, and says every thousand images how many there are.
 * @throws AppError `folder-not-found`, `no-images`, `too-few-classes`, `format-unclear`, `labels-unreadable`,
 * `labels-columns-ambiguous` or `labels-match-nothing`.
 */
export async function* discover(options: DiscoverOptions): AsyncGenerator<WalkProgress, DatasetIndex> {
  const root = path.resolve(options.root);
  const walked = yield* walkImages({ ...options, root });
  const labelled = yield* readLabels(
    { root, walked, signal: options.signal, unpackTo: options.unpackTo },
    options,
  );
  if (walked.paths.length === 0 && labelled.labelOf.size === 0)
    throw unreadableFolder(root, walked) ?? noImages(root, walked, labelled.warnings);
  return { ...toIndex(root, labelled, walked), unpacked: options.unpackTo?.folder };
}

async function* readLabels(
  look: FolderLook,
  { labels, format }: DiscoverOptions,
): AsyncGenerator<WalkProgress, LabelledPaths> {
  if (labels !== undefined) {
    const labelled = await readCsvLabels({ ...look, labels });
    yield { phase: 'discover', images: labelled.labelOf.size };
    return labelled;
  }
  const chosen = await chooseFormat(look, ALL_FORMATS, format);
  const labelled = await nameClasses(look, yield* chosen.format.read(look, chosen));
  return { ...labelled, warnings: [...(chosen.warnings ?? []), ...labelled.warnings] };
}

function toIndex(
  root: string,
  { source, splits, skipped, places, ...labelled }: LabelledPaths,
  walked: WalkedImages,
): DatasetIndex {
  const { labelOf, warnings } = compareLabels(labelled.labelOf);
  const classes = [...new Set(labelOf.values())].sort(compareCodeUnits);
  if (classes.length < 2)
    throw unreadableFolder(root, walked) ?? tooFewClasses({ root, walked, source, classes, labelOf });
  const paths = [...labelOf.keys()].sort(compareCodeUnits);
  const classIndexOf = new Map(classes.map((name, classIndex) => [name, classIndex]));
  const labels = Int32Array.from(paths, (image) => classIndexOf.get(labelOf.get(image) ?? '') ?? 0);
  return {
    root,
    labelSource: source,
    classes,
    paths,
    labels,
    ...(places && { places: paths.map((image) => places.get(image)) }),
    splits,
    skipped,
    warnings: [...leftOut(walked), ...labelled.warnings, ...warnings],
  };
}

/** That a class is missing may be for a folder that cannot be listed. */
function unreadableFolder(root: string, { unreadable: [first] }: WalkedImages): AppError | undefined {
  return (
    first &&
    new AppError(
      'folder-not-found',
      message('folder-unreadable', { root: path.join(root, first.path), code: first.code }),
    )
  );
}

function tooFewClasses({
  root,
  walked,
  source,
  classes,
  labelOf,
}: {
  readonly root: string;
  readonly walked: WalkedImages;
  readonly source: LabelSource;
  readonly classes: readonly string[];
  readonly labelOf: ReadonlyMap<string, string>;
}): AppError {
  const [onlyClass] = classes;
  if (source.kind === 'csv')
    return new AppError(
      'too-few-classes',
      message('one-class-in-table', {
        column: source.labelColumn,
        file: source.file,
        label: onlyClass ?? '',
      }),
    );
  if (source.kind === 'annotations')
    return new AppError(
      'too-few-classes',
      onlyClass === undefined
        ? message('annotations-without-labels', { root, files: listed(source.files) })
        : message('one-class-in-annotations', { root, label: onlyClass }),
    );
  const problem =
    onlyClass === undefined
      ? message('no-class-folders', { root })
      : oneClassFolder(root, onlyClass, labelOf);
  return new AppError('too-few-classes', besideUnusedLabels(problem, walked));
}

/** For `dataset/train/<class>/…` opened at `dataset`: the folder that was probably meant. */
function oneClassFolder(root: string, folder: string, labelOf: ReadonlyMap<string, string>): Message {
  const inner = new Set<string>();
  for (const image of labelOf.keys()) {
    const [, name, file] = image.split('/', 3);
    if (name !== undefined && file !== undefined) inner.add(name);
  }
  if (inner.size < 2) return message('one-class-folder', { root, folder });
  const classes = listed([...inner].sort(compareCodeUnits));
  return message('folder-above-dataset', { root, folder, classes });
}
