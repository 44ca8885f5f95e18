import { contentHashAt, NO_CONTENT_HASH } from '../dataset/contentHash';
import type { ImagePlace } from '../dataset/imagePlace';
import { imageIndex, rank, type ImageIndex } from '../spaces';
import type { ResultRow, RunSummary, TableRow } from './run';
import { message, type Message } from '../words/message';

/** What a run says of its images, by columns: arrays are in the order of the paths, sorted by code unit. */
export interface ResultColumns {
  readonly classes: readonly string[];
  /** Class indices. */
  readonly givenLabels: Int32Array;
  /** 1 for suspects. */
  readonly isLabelIssue: Uint8Array;
  readonly labelQuality: Float64Array;
  /** Class indices. */
  readonly predictedLabels: Int32Array;
  readonly predictedProbability: Float64Array;
  /** From 1 for the most suspect image; each once. */
  readonly ranks: Int32Array;
  /** Which images show none of the classes; absent in runs that had no embeddings. */
  readonly offTopic?: OffTopicColumns | undefined;
  /** Of the images' files, `CONTENT_HASH_WORDS` each, zeros where one was not read; absent in runs of version 0.1.0. */
  readonly contentHashes?: Uint32Array | undefined;
}

/** Of each image whether it shows none of the classes. */
export interface OffTopicColumns {
  /** 0 to 1. */
  readonly scores: Float64Array;
  /** 1 for flagged images. */
  readonly flags: Uint8Array;
}

/** Columns that every run has. */
export type RequiredColumn = Exclude<keyof ResultColumns, 'classes' | 'offTopic' | 'contentHashes'>;

/** All of a run's results. */
export interface RunResults extends ResultColumns {
  readonly paths: readonly string[];
  /** Parallel to `paths`; undefined, or absent for all: the whole file at the path. */
  readonly places?: readonly (ImagePlace | undefined)[] | undefined;
}

/** Images by rank: the one of rank 1 comes first. */
export function imagesByRank({ ranks }: Pick<ResultColumns, 'ranks'>): Int32Array {
  const images = new Int32Array(ranks.length);
  ranks.forEach((position, image) => (images[position - 1] = image));
  return images;
}

/** The content hash of an image; undefined where it is not known. */
export function contentHashOf(
  { contentHashes }: Pick<ResultColumns, 'contentHashes'>,
  image: ImageIndex,
): string | undefined {
  const hash = contentHashes && contentHashAt(contentHashes, image);
  return hash === NO_CONTENT_HASH ? undefined : hash;
}

/** One image of a run as a row. */
export function resultRow(columns: ResultColumns, image: ImageIndex, path: string): ResultRow {
  const { classes, givenLabels, isLabelIssue, labelQuality, predictedLabels, predictedProbability } = columns;
  const { offTopic } = columns;
  return {
    image,
    path,
    givenLabel: classes[givenLabels[image]!]!,
    isLabelIssue: isLabelIssue[image] === 1,
    labelQuality: labelQuality[image]!,
    predictedLabel: classes[predictedLabels[image]!]!,
    predictedProbability: predictedProbability[image]!,
    rank: rank(columns.ranks[image]!),
    ...(offTopic && {
      offTopic: { score: offTopic.scores[image]!, isFlagged: offTopic.flags[image] === 1 },
    }),
  };
}

/** Every image as a row, in rank order. */
export function* resultRows(results: RunResults): Generator<ResultRow> {
  for (const image of imagesByRank(results))
    yield { ...resultRow(results, imageIndex(image), results.paths[image]!), ...placeIn(results, image) };
}

/** The place of an image, as a property to add to its row. */
export const placeIn = (
  { places }: Pick<RunResults, 'places'>,
  image: number,
): { readonly place?: ImagePlace } => {
  const place = places?.[image];
  return place === undefined ? {} : { place };
};

/** The columns that some rows, in any order, make. Labels are among `classes`; one that is not becomes −1. */
export function rowsToColumns(rows: readonly TableRow[], classes: readonly string[]): RunResults {
  // Sorting bare strings is several times faster than sorting objects by one of their properties.
  const paths = rows.map((row) => row.path).sort();
  const imageOf = new Map(paths.map((path, image) => [path, image]));
  const classOf = new Map(classes.map((name, index) => [name, index]));
  const columns = {
    givenLabels: new Int32Array(rows.length),
    isLabelIssue: new Uint8Array(rows.length),
    labelQuality: new Float64Array(rows.length),
    predictedLabels: new Int32Array(rows.length),
    predictedProbability: new Float64Array(rows.length),
    ranks: new Int32Array(rows.length),
  };
  for (const row of rows) {
    const image = imageOf.get(row.path)!;
    columns.givenLabels[image] = classOf.get(row.givenLabel) ?? -1;
    columns.isLabelIssue[image] = Number(row.isLabelIssue);
    columns.labelQuality[image] = row.labelQuality;
    columns.predictedLabels[image] = classOf.get(row.predictedLabel) ?? -1;
    columns.predictedProbability[image] = row.predictedProbability;
    columns.ranks[image] = row.rank;
  }
  return { classes, paths, ...columns };
}

/** What is wrong with one of the columns. */
export interface ColumnProblem {
  readonly column: RequiredColumn;
  readonly why: Message;
}

/** The first column that does not hold a value in its range for each image of a run, or other suspects; undefined when all do. */
export function findColumnProblem(
  columns: ResultColumns,
  { images, suspects }: Pick<RunSummary, 'images' | 'suspects'>,
): ColumnProblem | undefined {
  const isClass = (value: number) => value >= 0 && value < columns.classes.length;
  const isShare = (value: number) => value >= 0 && value <= 1;
  const hasRank = new Uint8Array(images);
  const ranges = {
    givenLabels: isClass,
    isLabelIssue: (value) => value <= 1,
    labelQuality: isShare,
    predictedLabels: isClass,
    predictedProbability: isShare,
    // All in range and none twice: a permutation.
    ranks: (value) => value >= 1 && value <= images && hasRank[value - 1]!++ === 0,
  } satisfies Record<ColumnProblem['column'], (value: number) => boolean>;
  for (const [name, isInRange] of Object.entries(ranges) as [
    ColumnProblem['column'],
    (value: number) => boolean,
  ][]) {
    // its keys
    const values = columns[name];
    if (values.length !== images)
      return { column: name, why: message('file-image-count', { found: values.length, images }) };
    const image = values.findIndex((value) => !isInRange(value));
    if (image >= 0)
      return { column: name, why: message('column-value', { row: `${image}`, value: `${values[image]!}` }) };
  }
  const found = columns.isLabelIssue.reduce((count, flag) => count + flag, 0);
  return found === suspects
    ? undefined
    : { column: 'isLabelIssue', why: message('file-suspect-count', { found, suspects }) };
}
