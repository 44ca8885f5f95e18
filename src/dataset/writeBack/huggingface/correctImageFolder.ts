import path from 'node:path';
import { runSteps } from '../../../core/steps';
import { message } from '../../../core/words/message';
import { sha256 } from '../../../files/changes/byteEdits';
import type { Rewrite } from '../../../files/changes/fileChange';
import { readInput } from '../../../files/openInput';
import type { FolderLook } from '../../formats/format';
import { findClassNames, type FoundClassNames } from '../../formats/huggingface/classNames';
import {
  openLabelledTable,
  type LabelledRow,
  type LabelledTable,
} from '../../formats/huggingface/imageFolder';
import { walkImages } from '../../walk';
import type { CorrectionPlan, CorrectionRequest, LeftOutCorrection } from '../corrector';
import { addToJsonList } from '../json/addToJsonList';
import { JsonPlaces } from '../json/jsonPlaces';
import { toByteEdits } from '../spanEdits';
import { TableEdits, type CorrectedRow } from '../tableEdits';
import { ClassNumbers, labelLike } from './classNumbers';
import { correctColumn, type RowCorrection } from './correctColumn';
import { correctLines } from './correctLines';
import { parquetChange } from './parquetChange';

/** The labels in `metadata` files change; the rows of excluded images go, but in Parquet, where they stay without a label. */
export async function correctImageFolder(request: CorrectionRequest): Promise<CorrectionPlan> {
  const { now, corrections, signal } = request;
  const { root, labelSource } = now;
  const walked = await runSteps(walkImages({ root, signal }));
  const look: FolderLook = { root, walked, signal };
  const found = await findClassNames(root, walked.annotations);
  const numbersOf = new Map<string, ClassNumbers>();
  const changes: Rewrite[] = [];
  const leftOut: LeftOutCorrection[] = [];
  const seen = new Set<string>();
  for (const file of labelSource.kind === 'annotations' ? labelSource.files : []) {
    const labelled = await openLabelledTable(look, file);
    if (labelled === undefined) continue;
    const { columns, names } = labelled;
    const numbers = names && (numbersOf.get(columns.label) ?? new ClassNumbers(names));
    if (numbers !== undefined) numbersOf.set(columns.label, numbers);
    const rows = await rowsToCorrect(labelled, corrections);
    for (const { path: image } of rows.values()) seen.add(image);
    if (rows.size === 0) continue;
    const made = await correctMetadata({ look, file, labelled, numbers, rows });
    if (made.change !== undefined) changes.push(made.change);
    leftOut.push(...made.leftOut);
  }
  for (const [column, { added }] of numbersOf)
    if (added.length > 0 && found !== undefined) changes.push(await addedNames(root, found, column, added));
  for (const image of corrections.keys())
    if (!seen.has(image)) leftOut.push({ path: image, why: message('left-out-not-found') });
  return { changes, leftOut, notes: [] };
}

/** A row of a `metadata` file that is to change. */
export type PlacedCorrection = RowCorrection & Pick<LabelledRow, 'values' | 'lines'>;

/** By their places. Of an image that has several rows, those of another label stay; none does where it is excluded. */
async function rowsToCorrect(
  { rows }: LabelledTable,
  corrections: CorrectionRequest['corrections'],
): Promise<ReadonlyMap<number, PlacedCorrection>> {
  const found = new Map<number, PlacedCorrection>();
  for await (const { image, label, place, ...row } of rows()) {
    const correction = image === undefined ? undefined : corrections.get(image);
    if (image === undefined || correction === undefined) continue;
    if (label.label === correction.givenLabel || correction.decision.action === 'exclude')
      found.set(place, { ...row, path: image, correction });
  }
  return found;
}

interface Metadata {
  readonly look: FolderLook;
  readonly file: string;
  readonly labelled: LabelledTable;
  readonly numbers: ClassNumbers | undefined;
  readonly rows: ReadonlyMap<number, PlacedCorrection>;
}

interface CorrectedMetadata {
  readonly change: Rewrite | undefined;
  readonly leftOut: readonly LeftOutCorrection[];
}

async function correctMetadata(metadata: Metadata): Promise<CorrectedMetadata> {
  const { look, file, labelled, numbers, rows } = metadata;
  const { table, columns, names } = labelled;
  const absolute = path.join(look.root, file);
  if (table.parquet !== undefined) {
    const label = { file, parquet: table.parquet, column: columns.label, names, numbers };
    const { chunks, leftOut } = await correctColumn(label, rows, look.signal);
    return { change: await parquetChange(look.root, label, chunks, []), leftOut };
  }
  const bytes = await readInput(absolute);
  const { edits, leftOut } =
    table.csv === undefined
      ? correctLines(bytes, { file, column: columns.label, numbers, rows })
      : new TableEdits(
          { file: absolute, table: table.csv, labelIndex: table.columns.indexOf(columns.label) },
          bytes,
        ).make(csvRows(metadata));
  const change: Rewrite = { kind: 'rewrite', file: absolute, before: sha256(bytes), edits };
  return { change: edits.length === 0 ? undefined : change, leftOut };
}

const csvRows = ({ rows, numbers, labelled }: Metadata): readonly CorrectedRow[] =>
  Array.from(rows, ([line, { path: image, correction, lines, values }]) => {
    const { givenLabel, decision } = correction;
    const was = values[labelled.columns.label];
    const label = decision.action === 'exclude' ? undefined : labelLike(String(was), decision.label, numbers);
    return { line, lines, image, givenLabel, label };
  });

/** New classes behind the others in the file that has their names. */
async function addedNames(
  root: string,
  { file, features }: FoundClassNames,
  column: string,
  added: readonly string[],
): Promise<Rewrite> {
  const absolute = path.join(root, file);
  const bytes = await readInput(absolute);
  const edit = addToJsonList(new JsonPlaces(bytes), [...features, column, 'names'], added);
  const edits = toByteEdits(bytes, edit === undefined ? [] : [edit]);
  return { kind: 'rewrite', file: absolute, before: sha256(bytes), edits };
}
