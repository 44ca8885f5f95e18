import { AppError } from '../../core/appError';
import type { DatasetIndex, PixelTensor } from '../../core/dataset/dataset';
import { findDisagreeingRows } from '../../core/dataset/disagreeingRows';
import { nearestImages } from '../../core/embedding/nearestImages';
import type { SimilaritySearch } from '../../core/embedding/similarImages';
import { message, type Message } from '../../core/words/message';
import { openPixels } from '../../files/pixels/openPixels';
import { chooseLikelierOrder } from '../predictions/likelierOrder';
import type { MatchedEmbeddings } from './matchEmbeddings';

/** Rows that are looked at, evenly from all over the file: enough to tell an order by, and compared in a second. */
const MOST_ROWS = 3000;
/** Nearest rows that vote for the label of a row: many, as half of their labels may be wrong, but fewer than a class has. */
const MOST_VOTERS = 15;
const LEAST_VOTERS = 3;

/** Which image each row was put to, where nobody has said it. */
type Assumed = Pick<MatchedEmbeddings, 'rows' | 'images' | 'imageOfRow' | 'assumed'>;

/**
 * Holds the order that was assumed for the rows of `file` against the labels: rows that are near each other should be of
 * images with one label. No label is needed to tell which rows are near.
 * @throws AppError `bad-predictions` where the labels speak for another usual order.
 */
export async function checkRowOrder(
  { paths, labels, classes }: Pick<DatasetIndex, 'paths' | 'labels' | 'classes'>,
  { file, ...matched }: Assumed & { readonly file: string },
  search: SimilaritySearch,
): Promise<readonly Message[]> {
  const { rows, images, imageOfRow, assumed } = matched;
  if (assumed === undefined) return [];
  const placeOf = new Map(Array.from(images, (image, place) => [image, place]));
  const looked = evenly(Int32Array.from(imageOfRow.keys()).filter((row) => imageOfRow[row]! >= 0));
  const places = looked.map((row) => placeOf.get(imageOfRow[row]!)!);
  const tensor = openPixels(rows);
  try {
    const embedded = {
      rows: pick(tensor, places),
      labels: looked.map((row) => labels[imageOfRow[row]!]!),
      classCount: classes.length,
      groups: [],
    };
    const ofClass = Math.floor(looked.length / classes.length / 2);
    const voters = Math.max(LEAST_VOTERS, Math.min(MOST_VOTERS, ofClass));
    const wanted = { images: Int32Array.from(looked.keys()), count: voters };
    const { neighbours, count } = await nearestImages(embedded, wanted, search);
    if (count === 0) return [];
    const vote = (at: number, order: Int32Array) =>
      likeliest(
        neighbours.subarray(at * count, (at + 1) * count),
        (other) => labels[order[looked[other]!]!]!,
      );
    const nameRow = (row: number) => message('row-counted-from-0', { row: `${row}` });
    const isComplete = imageOfRow.length === paths.length && images.length === paths.length;
    const open = isComplete
      ? holdAgainstUsual({ file, paths, imageOfRow, name: assumed, nameRow }, { looked, labels, vote })
      : [];
    const predicted = looked.map((_, at) => vote(at, imageOfRow));
    const odd = findDisagreeingRows({ given: embedded.labels, predicted });
    if (odd === undefined) return open;
    const [first, last] = [nameRow(looked[odd.first]!), nameRow(looked[odd.last]!)];
    const shares = { share: { share01: odd.share01 }, elsewhere: { share01: odd.elsewhere01 } };
    return [...open, message('embeddings-rows-disagree', { file, first, last, ...shares })];
  } finally {
    tensor.close();
  }
}

interface Votes {
  /** Rows of the file, ascending. */
  readonly looked: Int32Array;
  readonly labels: Int32Array;
  /** The label of the nearest rows, where each row is about the image that the order says. */
  readonly vote: (at: number, order: Int32Array) => number;
}

function holdAgainstUsual(
  assumed: Omit<Parameters<typeof chooseLikelierOrder>[0], 'isAgreeing'>,
  { looked, labels, vote }: Votes,
): readonly Message[] {
  const placeOfRow = new Map(Array.from(looked, (row, at) => [row, at]));
  const { taken, warnings } = chooseLikelierOrder({
    ...assumed,
    isAgreeing: (row, order) => {
      const at = placeOfRow.get(row);
      return at !== undefined && vote(at, order) === labels[order[row]!];
    },
  });
  if (taken === undefined) return warnings;
  const { file, name } = assumed;
  throw new AppError('bad-predictions', message('embeddings-order-other', { file, assumed: name, taken }));
}

function evenly(rows: Int32Array): Int32Array {
  const step = Math.max(1, rows.length / MOST_ROWS);
  return Int32Array.from({ length: Math.floor(rows.length / step) }, (_, i) => rows[Math.floor(i * step)]!);
}

/** Some of the images, in this order. */
function pick(images: PixelTensor, places: Int32Array): PixelTensor {
  const { height, width, channels } = images;
  const read = (image: number, into: Uint8Array) => images.read(places[image]!, into);
  return { height, width, channels, count: places.length, read };
}

/** The label that most of the rows have; of several, that of the nearest. */
function likeliest(nearestFirst: Int32Array, labelOf: (row: number) => number): number {
  const counts = new Map<number, number>();
  for (const row of nearestFirst) counts.set(labelOf(row), (counts.get(labelOf(row)) ?? 0) + 1);
  return [...counts].reduce((best, entry) => (entry[1] > best[1] ? entry : best))[0];
}
