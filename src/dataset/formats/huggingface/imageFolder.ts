import path from 'node:path';
import { AppError } from '../../../core/appError';
import { compareCodeUnits } from '../../../core/compareCodeUnits';
import { findSplits } from '../../../core/dataset/splits';
import { message, type Message } from '../../../core/words/message';
import { createImageResolver } from '../../labels/imageResolver';
import type { LabelledPaths } from '../../labels/labelledPaths';
import type { WalkProgress } from '../../walk';
import { labelText, labelValue, type LabelValue } from '../archives/labelValue';
import { LeftOutImages } from '../archives/leftOutImages';
import type { FolderLook } from '../format';
import { nameOfClass, readClassNames } from './classNames';
import { metadataColumns, type MetadataColumns } from './metadataColumns';
import { openMetadata, type MetadataTable, type PlacedRow } from './metadataTable';

const METADATA = /(?:^|\/)metadata\.(?:csv|jsonl|parquet)$/u;
const REPORT_EVERY = 1000;

/** Files that say of images by name which class they are of. */
export async function findMetadata({ root, walked }: FolderLook): Promise<readonly string[]> {
  if (walked.paths.length === 0) return [];
  const found: string[] = [];
  for (const file of walked.annotations.filter((name) => METADATA.test(name)).sort(compareCodeUnits)) {
    const columns = await openMetadata(path.join(root, file), file).then(metadataColumns, ignoreUnreadable);
    if (columns !== undefined) found.push(file);
  }
  return found;
}

/** A table that cannot be read does not make a dataset. */
function ignoreUnreadable(error: unknown): undefined {
  if (!(error instanceof AppError)) throw error;
}

/** Labels by image, and what is to be said of them. */
class FoundLabels {
  readonly labelOf = new Map<string, string>();
  readonly warnings: Message[] = [];
  missingFiles = 0;
  firstMissing: string | undefined;
  private readonly leftOut = new LeftOutImages();

  add(image: string | undefined, written: string, { label, why }: LabelValue): void {
    if (image === undefined) {
      this.missingFiles++;
      this.firstMissing ??= written;
      return;
    }
    if (why !== undefined) this.leftOut.add(image, why);
    if (label === undefined) return;
    const known = this.labelOf.get(image);
    if (known !== undefined && known !== label)
      this.leftOut.add(image, message('member-several-labels', { labels: `${known}, ${label}` }));
    else this.labelOf.set(image, label);
  }

  all(): readonly Message[] {
    return [...this.warnings, ...this.leftOut.warnings()];
  }
}

/** The images of a folder and its splits, with labels from `metadata` files. */
export async function* readImageFolder(
  look: FolderLook,
  files: readonly string[],
): AsyncGenerator<WalkProgress, LabelledPaths> {
  const { root, walked } = look;
  const found = new FoundLabels();
  for (const file of files) yield* readOne(look, file, found);
  const { labelOf, missingFiles, firstMissing } = found;
  if (labelOf.size === 0 && firstMissing !== undefined)
    throw new AppError(
      'labels-match-nothing',
      message('labels-name-no-image', {
        file: files[0] ?? '',
        column: 'file_name',
        example: firstMissing,
        root,
      }),
    );
  yield { phase: 'discover', images: labelOf.size };
  const unlabelled = walked.paths.reduce((count, image) => (labelOf.has(image) ? count : count + 1), 0);
  return {
    source: { kind: 'annotations', format: 'huggingface', files },
    labelOf,
    splits: findSplits(labelOf.keys()),
    skipped: { hidden: walked.hidden, notImages: walked.notImages - files.length, unlabelled, missingFiles },
    warnings: found.all(),
  };
}

async function* readOne(
  look: FolderLook,
  file: string,
  found: FoundLabels,
): AsyncGenerator<WalkProgress, void> {
  const labelled = await openLabelledTable(look, file);
  if (labelled === undefined) return;
  let rows = 0;
  for await (const { image, written, label } of labelled.rows()) {
    found.add(image, written, label);
    if (++rows % REPORT_EVERY === 0) yield { phase: 'discover', images: found.labelOf.size };
  }
  found.warnings.push(...labelled.warnings());
}

/** A `metadata` file of which is known what its rows are about. */
export interface LabelledTable {
  readonly table: MetadataTable;
  readonly columns: MetadataColumns;
  /** Of the classes whose numbers are its labels. */
  readonly names: readonly string[] | undefined;
  /** Those that name an image, whether it is there or not. */
  readonly rows: () => AsyncGenerator<LabelledRow, void>;
  readonly warnings: () => readonly Message[];
}

export interface LabelledRow extends PlacedRow {
  /** Undefined where there is none of that name. */
  readonly image: string | undefined;
  readonly written: string;
  readonly label: LabelValue;
}

/** @throws AppError `labels-unreadable`. */
export async function openLabelledTable(
  { root, walked, signal }: FolderLook,
  file: string,
): Promise<LabelledTable | undefined> {
  const absolute = path.join(root, file);
  const table = await openMetadata(absolute, file);
  const columns = metadataColumns(table);
  if (columns === undefined) return undefined;
  const names = (await readClassNames(root, walked.annotations)).get(columns.label);
  const images = new Set(walked.paths);
  const resolver = await createImageResolver({ root, file: absolute, images: walked.paths });
  const folder = path.posix.dirname(file);
  async function* rows({
    file: fileColumn,
    label: labelColumn,
  }: MetadataColumns): AsyncGenerator<LabelledRow, void> {
    for await (const row of table.rows(signal)) {
      const { [fileColumn]: written, [labelColumn]: value } = row.values;
      if (typeof written !== 'string' || written === '') continue;
      // Names are meant from the folder of the file that they are in; elsewhere is looked only where there is no such image.
      const beside = path.posix.join(folder, written);
      const image = images.has(beside) ? beside : await resolver.resolve(written);
      const label = typeof value === 'string' ? labelText(value) : labelValue(value, labelColumn);
      yield { ...row, image, written, label: nameOfClass(label, names) };
    }
  }
  return { table, columns, names, rows: () => rows(columns), warnings: resolver.warnings };
}
