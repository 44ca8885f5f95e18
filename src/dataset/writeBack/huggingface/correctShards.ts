import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { systemErrorCode } from '../../../core/systemErrorCode';
import { message } from '../../../core/words/message';
import type { Rewrite } from '../../../files/changes/fileChange';
import type { ColumnChunk } from '../../../files/parquet/columnChunk';
import { imageColumns } from '../../formats/huggingface/imageColumns';
import { openParquet } from '../../formats/huggingface/parquetFile';
import type { CorrectionPlan, CorrectionRequest, LeftOutCorrection } from '../corrector';
import { ClassNumbers } from './classNumbers';
import { correctColumn, type LabelColumn, type RowCorrection } from './correctColumn';
import { parquetChange } from './parquetChange';

/** The values of the label column change in Parquet shards; an excluded row stays, without a label. */
export async function correctShards(request: CorrectionRequest): Promise<CorrectionPlan> {
  const { now, signal } = request;
  const { root, labelSource } = now;
  const rows = byShard(request);
  const leftOut: LeftOutCorrection[] = [];
  const isCarded = await hasOwnNames(root);
  // Shards that have the same classes get the same new ones, with the same numbers.
  const numbersOf = new Map<string, ClassNumbers>();
  const corrected: { label: LabelColumn; chunks: ReadonlyMap<number, ColumnChunk> }[] = [];
  for (const file of labelSource.kind === 'annotations' ? labelSource.files : []) {
    const parquet = await openParquet(path.join(root, file), file);
    const columns = imageColumns(parquet);
    if (columns === undefined) continue;
    const { label: column, names } = columns;
    const numbers = names && (numbersOf.get(names.join('\0')) ?? new ClassNumbers(names));
    if (names !== undefined && numbers !== undefined) numbersOf.set(names.join('\0'), numbers);
    const label = { file, parquet, column, names, numbers };
    const here = rows.get(file) ?? new Map<number, RowCorrection>();
    rows.delete(file);
    if (here.size === 0) {
      corrected.push({ label, chunks: new Map() });
      continue;
    }
    if (isCarded) leftOut.push(...takeNewClasses(here, numbers));
    const made = await correctColumn(label, here, signal);
    leftOut.push(...made.leftOut);
    corrected.push({ label, chunks: made.chunks });
  }
  const changes: Rewrite[] = [];
  for (const { label, chunks } of corrected) {
    const change = await parquetChange(root, label, chunks, label.numbers?.added ?? []);
    if (change !== undefined) changes.push(change);
  }
  for (const here of rows.values())
    for (const { path: image } of here.values())
      leftOut.push({ path: image, why: message('left-out-not-found') });
  return { changes, leftOut, notes: [] };
}

type Rows = Map<number, RowCorrection>;

/** Corrections by the shard and the row that their paths name. */
function byShard({ corrections }: CorrectionRequest): Map<string, Rows> {
  const rows = new Map<string, Rows>();
  for (const [image, correction] of corrections) {
    const end = image.lastIndexOf('/');
    const file = image.slice(0, end);
    const here = rows.get(file) ?? new Map<number, RowCorrection>();
    rows.set(file, here.set(Number(image.slice(end + 1)), { path: image, correction }));
  }
  return rows;
}

const CARD = 'README.md';

/** Whether the card of the dataset lists classes in its header, which `datasets` takes before those of the shards. */
async function hasOwnNames(root: string): Promise<boolean> {
  try {
    const card = await readFile(path.join(root, CARD), 'utf8');
    return /^---\r?\n(?:[^]*?\n)?\s*class_label:[^]*?\n---/u.test(card);
  } catch (error) {
    if (systemErrorCode(error) === undefined) throw error;
    return false;
  }
}

/** Takes out corrections to classes that have no number yet. */
function takeNewClasses(rows: Rows, numbers: ClassNumbers | undefined): readonly LeftOutCorrection[] {
  const taken: LeftOutCorrection[] = [];
  for (const [row, { path: image, correction }] of rows) {
    const { decision } = correction;
    if (numbers === undefined || decision.action === 'exclude' || numbers.has(decision.label)) continue;
    rows.delete(row);
    const why = message('left-out-named-elsewhere', { label: decision.label, file: CARD });
    taken.push({ path: image, why });
  }
  return taken;
}
