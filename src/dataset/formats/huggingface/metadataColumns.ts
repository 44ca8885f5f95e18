import {
  isLabelColumnName,
  isNoLabelColumnName,
  normalizeColumnName,
} from '../../../core/dataset/columnNames';
import type { MetadataTable } from './metadataTable';

/** Which columns of a table say which image a row is about, and its label. */
export interface MetadataColumns {
  readonly file: string;
  readonly label: string;
}

/** Undefined where one of them is missing, or cannot be told from others. */
export function metadataColumns({ columns, first }: MetadataTable): MetadataColumns | undefined {
  const file =
    columns.find((name) => name === 'file_name') ?? columns.find((name) => name.endsWith('_file_name'));
  if (file === undefined) return undefined;
  const others = columns.filter((name) => name !== file);
  const label =
    others.find((name) => normalizeColumnName(name) === 'label') ??
    onlyOne(others.filter(isLabelColumnName)) ??
    onlyOne(others.filter((name) => !isNoLabelColumnName(name) && isName(first?.[name])));
  return label === undefined ? undefined : { file, label };
}

const onlyOne = (names: readonly string[]): string | undefined => (names.length === 1 ? names[0] : undefined);

const isName = (value: unknown): boolean =>
  typeof value === 'string' || typeof value === 'bigint' || Number.isSafeInteger(value);
