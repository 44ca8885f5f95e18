import path from 'node:path';
import { AppError } from '../../../core/appError';
import { message } from '../../../core/words/message';
import { hashFile } from '../../../files/changes/editedFile';
import type { Rewrite } from '../../../files/changes/fileChange';
import { ARROW_NOTE, replaceInArrowNote } from '../../../files/parquet/arrowNote';
import type { ColumnChunk } from '../../../files/parquet/columnChunk';
import { replaceColumn } from '../../../files/parquet/replaceColumn';
import { addToJsonList } from '../json/addToJsonList';
import { JsonPlaces } from '../json/jsonPlaces';
import type { LabelColumn } from './correctColumn';

const FEATURES_NOTE = 'huggingface';

/**
 * What changes in a Parquet file whose column of labels gets other values in some row groups, and whose features get classes.
 * Undefined where nothing does.
 * @throws AppError `cannot-write-back` for a file that is laid out in another way than all programs write.
 */
export async function parquetChange(
  root: string,
  { file, parquet, column }: LabelColumn,
  chunks: ReadonlyMap<number, ColumnChunk>,
  addedClasses: readonly string[],
): Promise<Rewrite | undefined> {
  if (chunks.size === 0 && addedClasses.length === 0) return undefined;
  const features = parquet.notes.get(FEATURES_NOTE);
  const withClasses =
    addedClasses.length === 0 || features === undefined
      ? features
      : addClasses(features, column, addedClasses);
  const absolute = path.join(root, file);
  const before = await hashFile(absolute);
  const edits = await replaceColumn(absolute, {
    column,
    chunks,
    note: (key, value) => {
      if (withClasses === undefined || withClasses === features) return value;
      if (key === FEATURES_NOTE) return withClasses;
      return key === ARROW_NOTE ? replaceInArrowNote(value, FEATURES_NOTE, withClasses) : value;
    },
  }).catch((cause: unknown) => {
    if (cause instanceof RangeError) throw otherForm(file, cause);
    throw cause;
  });
  if (edits === undefined) throw otherForm(file);
  return { kind: 'rewrite', file: absolute, before, edits };
}

const otherForm = (file: string, cause?: unknown) =>
  new AppError('cannot-write-back', message('write-back-parquet-form', { file }), { cause });

function addClasses(features: string, column: string, added: readonly string[]): string {
  const bytes = Buffer.from(features);
  const edit = addToJsonList(new JsonPlaces(bytes), ['info', 'features', column, 'names'], added);
  if (edit === undefined) return features;
  return Buffer.concat([bytes.subarray(0, edit.start), edit.now, bytes.subarray(edit.end)]).toString();
}
