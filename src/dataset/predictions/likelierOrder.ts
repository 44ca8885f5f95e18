import { compareCodeUnits } from '../../core/compareCodeUnits';
import { isBetter } from '../../core/dataset/exchangedColumns';
import { message, type Message } from '../../core/words/message';

/** Rows that were put to images in an order that nobody has said. */
export interface AssumedOrder {
  readonly file: string;
  /** Of the images, relative to the dataset, sorted by code unit. */
  readonly paths: readonly string[];
  /** The image of each row: each image once. */
  readonly imageOfRow: Int32Array;
  readonly name: Message;
  /** Whether what the file says in a row fits the label of its image, if this is the image of each row. */
  readonly isAgreeing: (row: number, imageOfRow: Int32Array) => boolean;
  readonly nameRow: (row: number) => Message;
}

export interface LikelierOrder {
  /** The image of each row. */
  readonly imageOfRow: Int32Array;
  /** Absent where it is the assumed one. */
  readonly taken?: Message;
  readonly warnings: readonly Message[];
}

interface Alternative {
  readonly name: Message;
  readonly imageOfRow: Int32Array;
  /** Rows that agree with their label in this order only, and in the assumed one only. */
  readonly gained: number;
  readonly lost: number;
}

/** A separator below every character, so that a folder comes before others whose name goes on. */
const BELOW_ALL = '\0';
const DIGITS = 20;

/** In which orders programs list the files of a dataset: keys to sort the paths by. */
const USUAL_ORDERS: readonly { readonly name: Message; readonly keyOf: (path: string) => string }[] = [
  { name: message('order-sorted-paths'), keyOf: (path) => path },
  {
    name: message('order-by-class'),
    keyOf: (path) => {
      const file = path.lastIndexOf('/');
      const parts = [path.split('/', 1)[0]!, path.slice(0, Math.max(file, 0)), path.slice(file + 1)];
      return parts.join(BELOW_ALL);
    },
  },
  { name: message('order-by-folder'), keyOf: (path) => path.replaceAll('/', BELOW_ALL) },
  { name: message('order-natural'), keyOf: padNumbers },
  {
    name: message('order-natural-by-folder'),
    keyOf: (path) => padNumbers(path.replaceAll('/', BELOW_ALL)),
  },
  { name: message('order-caseless'), keyOf: (path) => path.replaceAll('/', BELOW_ALL).toLowerCase() },
];

function padNumbers(path: string): string {
  return path.replaceAll(/\d+/gu, (digits) => digits.padStart(DIGITS, '0'));
}

/** Folder by folder, with numbers in names by their value. */
export const naturalOrder = (paths: readonly string[]): Int32Array =>
  sortedBy(paths, (path) => padNumbers(path.replaceAll('/', BELOW_ALL)));

/**
 * Holds the assumed order against those that are usual besides. One that agrees with the labels clearly more often is taken in its
 * place, and where the labels do not tell them apart, a warning says so (a sign test on the rows in which they differ).
 */
export function chooseLikelierOrder(assumed: AssumedOrder): LikelierOrder {
  const orders = usualOrders(assumed.paths);
  const [best] = findAlternatives(assumed, orders)
    .filter(({ gained, lost }) => isBetter(gained, lost))
    .sort((a, b) => b.gained - b.lost - (a.gained - a.lost));
  const chosen = best === undefined ? assumed : { ...assumed, ...best };
  const open = findAlternatives(chosen, orders).find(({ gained, lost }) => !isBetter(lost, gained));
  return {
    imageOfRow: chosen.imageOfRow,
    ...(best && { taken: best.name }),
    warnings: [
      ...(best === undefined
        ? []
        : [message('rows-order-taken', { file: assumed.file, assumed: assumed.name, taken: best.name })]),
      ...(open === undefined ? [] : [openWarning(chosen, open)]),
    ],
  };
}

interface UsualOrder {
  readonly name: Message;
  readonly images: Int32Array;
}

/** Those that differ from one another: mostly there is one. */
function usualOrders(paths: readonly string[]): readonly UsualOrder[] {
  const orders: UsualOrder[] = [];
  for (const { name, keyOf } of USUAL_ORDERS) {
    const images = sortedBy(paths, keyOf);
    if (!orders.some((other) => isSame(other.images, images))) orders.push({ name, images });
  }
  return orders;
}

function findAlternatives(
  { imageOfRow, isAgreeing }: AssumedOrder,
  orders: readonly UsualOrder[],
): readonly Alternative[] {
  const found: Alternative[] = [];
  for (const { name, images } of orders) {
    if (isSame(imageOfRow, images)) continue;
    let [gained, lost] = [0, 0];
    for (const row of images.keys()) {
      const [now, before] = [isAgreeing(row, images), isAgreeing(row, imageOfRow)];
      if (now && !before) gained++;
      if (before && !now) lost++;
    }
    found.push({ name, imageOfRow: images, gained, lost });
  }
  return found;
}

function sortedBy(paths: readonly string[], keyOf: (path: string) => string): Int32Array {
  const keys = paths.map(keyOf);
  const images = Int32Array.from(paths.keys());
  // Of a million paths, sorting takes seconds and this does not; numbers with leading zeros need no more.
  if (keys.every((key, at) => at === 0 || keys[at - 1]! <= key)) return images;
  return images.sort((a, b) => compareCodeUnits(keys[a]!, keys[b]!) || a - b);
}

const isSame = (a: Int32Array, b: Int32Array): boolean => a.every((image, row) => image === b[row]);

function openWarning({ file, paths, imageOfRow, name, nameRow }: AssumedOrder, open: Alternative): Message {
  const row = open.imageOfRow.findIndex((image, at) => image !== imageOfRow[at]);
  return message('rows-order-open', {
    file,
    taken: name,
    other: open.name,
    row: nameRow(row),
    image: paths[imageOfRow[row]!]!,
    otherImage: paths[open.imageOfRow[row]!]!,
  });
}
