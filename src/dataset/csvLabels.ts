import { realpath, stat } from 'node:fs/promises';
import path from 'node:path';
import { AppError } from '../core/appError';
import { chooseColumns, detectColumns } from './labelColumns';
import type { LabelledPaths, LabelsRequest } from './labelledPaths';
import { readLabelTable, tableRows, type TableRow } from './labelTable';
import { noImages } from './noImages';
import { createPathLookup } from './pathLookup';
import { systemErrorCode } from '../core/systemErrorCode';
import type { WalkedImages } from './walk';

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
  const resolvePath = await createResolver(root, path.dirname(file), walked.paths);
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
    skipped: { hidden: walked.hidden, notImages: walked.notImages, unlabelled, missingFiles },
  };
}

/** Maps a path as written in the CSV to the image's path relative to the root. */
async function createResolver(root: string, csvFolder: string, images: readonly string[]) {
  const lookup = createPathLookup(images);
  const realRoot = await realpath(root);

  return async (written: string): Promise<string | undefined> => {
    const exact = lookup(written);
    if (exact !== undefined) return exact;
    const slashed = written.replaceAll('\\', '/');
    const candidates = path.isAbsolute(slashed)
      ? [insideOf(root, slashed), insideOf(realRoot, slashed)]
      : [insideOf(root, path.join(root, slashed)), insideOf(root, path.join(csvFolder, slashed))];
    for (const candidate of candidates) {
      const found = candidate === undefined ? undefined : lookup(candidate);
      if (found !== undefined) return found;
    }
    // Named by the CSV, so wanted, although the walk passed it over: in a hidden folder, or without an extension.
    for (const candidate of candidates)
      if (candidate !== undefined && (await isFile(path.join(root, candidate)))) return candidate;
    return undefined;
  };
}

/** `file` relative to `root` with `/`, or undefined when it lies elsewhere. */
function insideOf(root: string, file: string): string | undefined {
  const relative = path.relative(root, file);
  if (relative === '' || relative === '..' || relative.startsWith(`..${path.sep}`)) return undefined;
  if (path.isAbsolute(relative)) return undefined;
  return path.sep === '/' ? relative : relative.replaceAll(path.sep, '/');
}

async function isFile(file: string): Promise<boolean> {
  try {
    return (await stat(file)).isFile();
  } catch (cause) {
    // A null byte in a cell is an argument error, not a system error; such a file does not exist either.
    if (systemErrorCode(cause) === undefined) throw cause;
    return false;
  }
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
