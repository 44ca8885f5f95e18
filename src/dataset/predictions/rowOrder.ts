import { AppError } from '../../core/appError';
import type { DatasetIndex } from '../../core/dataset/dataset';
import type { RowMatch } from '../../core/run/run';
import { createImageResolver, type ImageResolver } from '../labels/imageResolver';
import { openTable, refuseLonger, tableRecords, type Table, type TableKind } from '../../files/table';
import { detectColumns, LABEL_TABLE } from '../labels/labelColumns';
import type { PredictionsReader, RowBlock } from './predictionsReader';
import { message, type Message } from '../../core/words/message';

const ORDER_TABLE: TableKind = {
  code: 'bad-predictions',
  noun: message('noun-order-file'),
  row: message('row-path'),
};

/** Which image each row of the predictions is about. */
export interface RowOrder {
  readonly matchedBy: RowMatch;
  /** What the order was taken from, where nobody has said it. */
  readonly assumed?: Message;
  /** How many rows there must be, and of what; undefined when each row says its image itself. */
  readonly expected?: { readonly rows: number; readonly of: Message };
  /** What paths were taken for, once all rows are known. */
  readonly warnings: () => readonly Message[];
  /** The index of the image, or −1 for none of the dataset. `row` counts within the block. */
  imageOf(block: RowBlock, row: number): Promise<number>;
}

export interface RowOrderRequest {
  readonly index: Pick<DatasetIndex, 'root' | 'paths' | 'labelSource'>;
  readonly reader: PredictionsReader;
  /** A table with the path of each row's image, in the order of the rows. */
  readonly orderFile?: string;
  readonly signal: AbortSignal;
}

/**
 * Decides how rows are matched to images: by a column of paths in the file itself, else by an order file, else by the
 * rows of the labels' CSV, else by the images' paths sorted by code unit.
 * @throws AppError `bad-predictions`, `labels-unreadable`.
 */
export async function findRowOrder({ index, reader, orderFile, signal }: RowOrderRequest): Promise<RowOrder> {
  const indexOf = new Map(index.paths.map((image, position) => [image, position]));
  const find = async (resolver: ImageResolver, written: string) =>
    indexOf.get((await resolver.resolve(written)) ?? '') ?? -1;
  const resolverFor = (file: string) => createImageResolver({ root: index.root, file, images: index.paths });

  if (reader.hasPaths && orderFile === undefined) {
    const resolver = await resolverFor(reader.file);
    return {
      matchedBy: 'path-column',
      warnings: resolver.warnings,
      imageOf: (block, row) => find(resolver, block.paths?.[row] ?? ''),
    };
  }
  const { labelSource } = index;
  const table = orderFile ?? (labelSource.kind === 'csv' ? labelSource.file : undefined);
  if (table === undefined)
    return {
      matchedBy: 'sorted-paths',
      warnings: () => [],
      assumed: message('order-sorted-paths'),
      expected: { rows: index.paths.length, of: message('rows-of-images', { root: index.root }) },
      imageOf: (block, row) => Promise.resolve(block.firstRow + row),
    };
  const kind = orderFile === undefined ? LABEL_TABLE : ORDER_TABLE;
  const pathColumn =
    orderFile === undefined && labelSource.kind === 'csv' ? labelSource.pathColumn : undefined;
  const written = await readPaths(await openTable(table, kind), pathColumn, signal);
  const resolver = await resolverFor(table);
  return {
    matchedBy: orderFile === undefined ? 'labels-file' : 'order-file',
    ...(orderFile === undefined && { assumed: message('order-label-rows') }),
    // What is said of the labels' paths is said when they are read.
    warnings: orderFile === undefined ? () => [] : resolver.warnings,
    expected: { rows: written.length, of: message('rows-of-table', { file: table }) },
    imageOf: (block, row) => find(resolver, written[block.firstRow + row]!),
  };
}

/** The paths in a table, in its order. */
async function readPaths(table: Table, wanted: string | undefined, signal: AbortSignal): Promise<string[]> {
  const { columns, hasHeader, pathColumn } = detectColumns(table);
  // Chosen by its number: the first row is no header.
  const isNumbered = wanted !== undefined && !columns.includes(wanted);
  const name = wanted ?? pathColumn ?? (columns.length === 1 ? columns[0] : undefined);
  if (name === undefined)
    throw new AppError(
      'bad-predictions',
      message('order-column-ambiguous', { file: table.file, columns: { list: columns } }),
    );
  const column = isNumbered ? columns.findIndex((_, i) => name === `column ${i + 1}`) : columns.indexOf(name);
  let isHeader = hasHeader && !isNumbered;
  const paths: string[] = [];
  for await (const { records } of tableRecords(table, signal))
    for (const record of records) {
      refuseLonger(table, record, columns.length);
      if (!isHeader && record.cells.some((cell) => cell !== '')) paths.push(record.cells[column] ?? '');
      isHeader = false;
    }
  return paths;
}
