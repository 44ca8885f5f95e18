import path from 'node:path';
import { AppError } from '../../core/appError';
import { findSplits } from '../../core/dataset/splits';
import { createImageResolver } from './imageResolver';
import { chooseColumns, detectColumns } from './labelColumns';
import type { LabelsRequest } from '../../core/run/analyzeRequest';
import type { LabelledPaths } from './labelledPaths';
import { readLabelTable, tableRows, type TableRow } from './labelTable';
import { noImages } from '../noImages';
import type { WalkedImages } from '../walk';

interface CsvLabelsRequests {
  readonly root: string;
  readonly walked: WalkedImages;
  readonly labels: LabelsRequest;
  readonly signal: AbortSignal;
}

interface Labelled {
  readonly label: string;
  readonly row: number;
}

/**
 * Labels from a CSV or TSV. Paths may be relative to `root` or to the CSV's folder, or absolute inside `root`, with
 * either slash. Rows that repeat an image with the same label count once.
 * @throws AppError `labels-unreadable` when an image has two different labels: guessing would invent a label.
 */
export async function readCsvLabels(options: CsvLabelsRequests): Promise<LabelledPaths> {
  const { root, walked, signal } = options;
  const file = path.resolve(options.labels.file);
  const table = await readLabelTable(file);
  const columns = chooseColumns(file, await detectColumns(table, signal), options.labels);
  const resolvePath = await createImageResolver({ root, folder: path.dirname(file), images: walked.paths });
  const labelled = new Map<string, Labelled>();
  const conflicts = new Conflicts(file);
  let missingFiles = 0;
  let firstMissing: string | undefined;

  const addRow = async ({ row, cells }: TableRow): Promise<void> => {
    const written = cells[columns.pathIndex] ?? '';
    const label = cells[columns.labelIndex] ?? '';
    const image = written === '' ? undefined : await resolvePath(written);
    if (image === undefined) {
      missingFiles++;
      firstMissing ??= written;
      return;
    }
    // An image with an empty label cell is an unlabelled image.
    if (label === '') return;
    const earlier = labelled.get(image);
    if (earlier === undefined) labelled.set(image, { label, row });
    else if (earlier.label !== label) conflicts.add(image, earlier, { label, row });
  };

  for await (const tableRow of tableRows(table, signal))
    if (!(columns.hasHeader && tableRow.row === 1)) await addRow(tableRow);

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
  };
}

function matchNothing(root: string, file: string, pathColumn: string, example: string | undefined): AppError {
  const detail =
    example === undefined
      ? 'every label in it is empty'
      : `there is, for example, no "${example}" in ${root}; paths must be relative to that folder or to the CSV`;
  return new AppError(
    'labels-match-nothing',
    `Column "${pathColumn}" of ${file} names no image of the dataset with a label: ${detail}.`,
  );
}

/** Images with more than one label: all are counted, the first is shown. */
class Conflicts {
  private readonly file: string;
  private readonly images = new Set<string>();
  private first: string | undefined;

  constructor(file: string) {
    this.file = file;
  }

  add(image: string, earlier: Labelled, later: Labelled): void {
    this.images.add(image);
    this.first ??= `${image} is "${earlier.label}" in row ${earlier.row} and "${later.label}" in row ${later.row}`;
  }

  throwIfAny(): void {
    if (this.first === undefined) return;
    const others = this.images.size > 1 ? ` (and ${this.images.size - 1} more images like it)` : '';
    throw new AppError(
      'labels-unreadable',
      `${this.file} contradicts itself: ${this.first}${others}; leave one row per image.`,
    );
  }
}
