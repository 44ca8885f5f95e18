import path from 'node:path';
import { AppError } from '../../core/appError';
import { findSplits } from '../../core/dataset/splits';
import { createImageResolver } from './imageResolver';
import type { LabelsRequest } from '../../core/run/analyzeRequest';
import { openTable, refuseLonger, tableRecords, type TableRecord } from '../../files/table';
import { chooseColumns, detectColumns, LABEL_TABLE } from './labelColumns';
import type { LabelledPaths } from './labelledPaths';
import { noImages } from '../noImages';
import type { WalkedImages } from '../walk';
import { message, type MessageArgs } from '../../core/words/message';

interface CsvLabelsRequests {
  readonly root: string;
  readonly walked: WalkedImages;
  readonly labels: LabelsRequest;
  readonly signal: AbortSignal;
}

/** What data frames write where there is no value. */
const MISSING_VALUES: ReadonlySet<string> = new Set(['nan', 'NaN', 'NAN', 'NaT', '<NA>']);
/** The same, but only beside one of those: each may be a class. */
const ALSO_MISSING: ReadonlySet<string> = new Set(['None', 'NULL', 'null']);

interface Labelled {
  readonly label: string;
  readonly line: number;
}

/**
 * Labels from a CSV or TSV. Paths may be relative to `root` or to the CSV's folder, or absolute inside `root`, with
 * either slash. Rows that repeat an image with the same label count once.
 * @throws AppError `labels-unreadable` when an image has two different labels: guessing would invent a label.
 */
export async function readCsvLabels(options: CsvLabelsRequests): Promise<LabelledPaths> {
  const { root, walked, signal } = options;
  const file = path.resolve(options.labels.file);
  const table = await openTable(file, LABEL_TABLE);
  const detected = detectColumns(table);
  const columns = chooseColumns(file, detected, options.labels);
  const resolvePath = await createImageResolver({ root, folder: path.dirname(file), images: walked.paths });
  const labelled = new Map<string, Labelled>();
  const conflicts = new Conflicts(file);
  let missingFiles = 0;
  let firstMissing: string | undefined;
  const found = { missingValue: false };

  const addRow = async ({ line, cells }: TableRecord): Promise<void> => {
    const written = cells[columns.pathIndex] ?? '';
    const label = cells[columns.labelIndex] ?? '';
    const image = written === '' ? undefined : await resolvePath(written);
    if (image === undefined) {
      missingFiles++;
      firstMissing ??= written;
      return;
    }
    if (MISSING_VALUES.has(label)) found.missingValue = true;
    // An image with an empty label cell is an unlabelled image.
    else if (label !== '') addLabel(image, { label, line });
  };
  const addLabel = (image: string, later: Labelled): void => {
    const earlier = labelled.get(image);
    if (earlier === undefined) labelled.set(image, later);
    else if (earlier.label !== later.label) conflicts.add(image, earlier, later);
  };

  let isHeader = columns.hasHeader;
  for await (const { records } of tableRecords(table, signal))
    for (const record of records) {
      refuseLonger(table, record, detected.columns.length);
      if (!isHeader && record.cells.some((cell) => cell !== '')) await addRow(record);
      isHeader = false;
    }

  if (found.missingValue)
    for (const [image, { label }] of labelled) if (ALSO_MISSING.has(label)) labelled.delete(image);
  conflicts.throwIfAny();
  if (labelled.size === 0) {
    if (walked.paths.length === 0) throw noImages(root);
    throw matchNothing(root, file, columns.pathColumn, firstMissing);
  }
  const labelOf = new Map<string, string>();
  for (const [image, { label }] of labelled) labelOf.set(image, label);
  const unlabelled = walked.paths.reduce((count, image) => (labelOf.has(image) ? count : count + 1), 0);
  return {
    source: { kind: 'csv', file, pathColumn: columns.pathColumn, labelColumn: columns.labelColumn },
    labelOf,
    splits: findSplits(labelOf.keys()),
    skipped: { hidden: walked.hidden, notImages: walked.notImages, unlabelled, missingFiles },
    warnings: [],
  };
}

function matchNothing(root: string, file: string, pathColumn: string, example: string | undefined): AppError {
  const why =
    example === undefined
      ? message('labels-all-empty', { column: pathColumn, file })
      : message('labels-name-no-image', { column: pathColumn, file, example, root });
  return new AppError('labels-match-nothing', why);
}

/** Images with more than one label: all are counted, the first is shown. */
class Conflicts {
  private readonly file: string;
  private readonly images = new Set<string>();
  private first: MessageArgs<'labels-contradict'> | undefined;

  constructor(file: string) {
    this.file = file;
  }

  add(image: string, earlier: Labelled, later: Labelled): void {
    this.images.add(image);
    this.first ??= {
      file: this.file,
      image,
      earlier: earlier.label,
      earlierLine: `${earlier.line}`,
      later: later.label,
      laterLine: `${later.line}`,
    };
  }

  throwIfAny(): void {
    if (this.first === undefined) return;
    const others = this.images.size - 1;
    const why =
      others === 0
        ? message('labels-contradict', this.first)
        : message('labels-contradict-often', { ...this.first, others });
    throw new AppError('labels-unreadable', why);
  }
}
