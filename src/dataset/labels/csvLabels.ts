import path from 'node:path';
import { AppError } from '../../core/appError';
import { isPathColumnName, ONE_PER_CLASS } from '../../core/dataset/columnNames';
import { isMissingLabel, looksMissing } from '../../core/dataset/missingLabel';
import { findSplits } from '../../core/dataset/splits';
import { ClassRows, withClassColumns } from './classColumns';
import { createImageResolver, type ImageResolver } from './imageResolver';
import type { LabelsRequest } from '../../core/run/analyzeRequest';
import {
  openTable,
  refuseLonger,
  refuseLongerFirst,
  tableRecords,
  type Table,
  type TableRecord,
} from '../../files/table';
import { labelWarnings, MissingLabels, refuseJsonLabel, type LabelCell } from './labelCells';
import { chooseColumns, detectColumns, LABEL_TABLE, type ChosenColumns } from './labelColumns';
import type { LabelledPaths } from './labelledPaths';
import { noImages } from '../noImages';
import type { WalkedImages } from '../walk';
import { message, type Message, type MessageArgs } from '../../core/words/message';

interface CsvLabelsRequests {
  readonly root: string;
  readonly walked: WalkedImages;
  readonly labels: LabelsRequest;
  readonly signal: AbortSignal;
}

/** A row of a table of labels. */
export interface LabelRow {
  readonly record: TableRecord;
  /** The image that it is about; undefined where there is none. */
  readonly image: string | undefined;
  /** Its cells of a path and a label. */
  readonly written: string;
  /** Undefined where the row has several: in a table with a column per class. */
  readonly label: string | undefined;
}

/** A table of labels, before its rows are read. */
export interface LabelTable {
  readonly file: string;
  readonly table: Table;
  readonly columns: ChosenColumns;
  /** Of a table with a column per class. */
  readonly classes: ClassRows | undefined;
  readonly images: ImageResolver;
  /** The image that its first row names where that is no header, though it was taken for one. */
  readonly first: string | undefined;
  /** Those that hold anything, without the header. */
  readonly rows: () => AsyncGenerator<LabelRow, void>;
}

/** Opens a table of labels. @throws AppError `labels-unreadable`, `labels-columns-ambiguous`. */
export async function openLabelTable(options: CsvLabelsRequests): Promise<LabelTable> {
  const { root, walked, signal } = options;
  const file = path.resolve(options.labels.file);
  const table = await openTable(file, LABEL_TABLE);
  const detected = detectColumns(table);
  const columns = chooseColumns(file, withClassColumns(table, detected), options.labels);
  const classes = columns.labelColumn === ONE_PER_CLASS ? new ClassRows(table, detected) : undefined;
  if (!columns.hasHeader) refuseLongerFirst(table);
  const images = await createImageResolver({ root, file, images: walked.paths });
  const first = columns.hasHeader ? await imageOfHeader(columns, images) : undefined;
  async function* rows(): AsyncGenerator<LabelRow, void> {
    let isHeader = columns.hasHeader && first === undefined;
    for await (const { records } of tableRecords(table, signal))
      for (const record of records) {
        refuseLonger(table, record, detected.columns.length);
        if (!isHeader && record.cells.some((cell) => cell !== '')) {
          const written = record.cells[columns.pathIndex] ?? '';
          const image = written === '' ? undefined : await images.resolve(written);
          const cell = record.cells[columns.labelIndex] ?? '';
          yield { record, image, written, label: classes === undefined ? cell : classes.labelOf(record) };
        }
        isHeader = false;
      }
  }
  return { file, table, columns, classes, images, first, rows };
}

/**
 * Labels from a CSV or TSV. Paths may be relative to `root` or to the CSV's folder, or absolute inside `root`, with
 * either slash. Rows that repeat an image with the same label count once.
 * @throws AppError `labels-unreadable` when an image has two different labels: guessing would invent a label.
 */
export async function readCsvLabels(options: CsvLabelsRequests): Promise<LabelledPaths> {
  const { root, walked } = options;
  const { file, columns, classes, images, first, rows } = await openLabelTable(options);
  const found = new FoundLabels(file);
  for await (const { record, image, written, label } of rows())
    if (label !== undefined) found.add({ label, line: record.line }, image, written);

  const labelOf = found.settle();
  if (labelOf.size === 0) {
    if (walked.paths.length === 0) throw noImages(root, walked);
    throw matchNothing(root, file, columns.pathColumn, found.firstMissing);
  }
  const unlabelled = walked.paths.reduce((count, image) => (labelOf.has(image) ? count : count + 1), 0);
  return {
    source: { kind: 'csv', file, ...(first === undefined ? named(columns) : numbered(columns)) },
    labelOf,
    splits: findSplits(labelOf.keys()),
    skipped: {
      hidden: walked.hidden,
      notImages: walked.notImages,
      unlabelled,
      missingFiles: found.missingFiles,
    },
    warnings: [
      ...(first === undefined ? [] : [message('labels-no-header', { file, image: first })]),
      ...images.warnings(),
      ...found.warnings(),
      ...(classes?.warnings() ?? []),
    ],
  };
}

const named = ({ pathColumn, labelColumn }: ChosenColumns) => ({ pathColumn, labelColumn });
/** As those of a table without a header are asked for. */
const numbered = ({ pathIndex, labelIndex }: ChosenColumns) => ({
  pathColumn: `column ${pathIndex + 1}`,
  labelColumn: labelIndex < 0 ? ONE_PER_CLASS : `column ${labelIndex + 1}`,
});

/** The image that a first row names where it is no header: columns may be asked for by what it holds. */
async function imageOfHeader(
  { pathColumn }: ChosenColumns,
  images: ImageResolver,
): Promise<string | undefined> {
  return isPathColumnName(pathColumn) ? undefined : images.resolve(pathColumn);
}

/** The labels of a table, row by row. */
class FoundLabels {
  /** Rows whose image does not exist, and the path in the first of them. */
  missingFiles = 0;
  firstMissing: string | undefined;
  private readonly file: string;
  private readonly labelled = new Map<string, LabelCell>();
  private readonly firstUses = new Map<string, LabelCell>();
  private readonly missing = new MissingLabels();
  private readonly conflicts: Conflicts;

  constructor(file: string) {
    this.file = file;
    this.conflicts = new Conflicts(file);
  }

  add(cell: LabelCell, image: string | undefined, written: string): void {
    const { label, line } = cell;
    if (image === undefined) {
      this.missingFiles++;
      this.firstMissing ??= written;
    } else if (isMissingLabel(label)) {
      this.missing.add(cell);
    } else {
      if (!this.firstUses.has(label)) {
        refuseJsonLabel(this.file, line, label);
        this.firstUses.set(label, cell);
      }
      const earlier = this.labelled.get(image);
      if (earlier === undefined) this.labelled.set(image, cell);
      else if (earlier.label !== label) this.conflicts.add(image, earlier, cell);
    }
  }

  /** The label of each image. @throws AppError `labels-unreadable`. */
  settle(): ReadonlyMap<string, string> {
    // Beside `nan`, `None` is no class either.
    if (this.missing.isWritten)
      for (const [image, cell] of this.labelled)
        if (looksMissing(cell.label)) {
          this.labelled.delete(image);
          this.firstUses.delete(cell.label);
          this.missing.add(cell);
        }
    this.conflicts.throwIfAny();
    const labelOf = new Map<string, string>();
    for (const [image, { label }] of this.labelled) labelOf.set(image, label);
    return labelOf;
  }

  warnings(): readonly Message[] {
    return labelWarnings(this.file, { missing: this.missing, labels: [...this.firstUses.values()] });
  }
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

  add(image: string, earlier: LabelCell, later: LabelCell): void {
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
