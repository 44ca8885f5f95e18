import { AppError } from '../../core/appError';
import { argmaxOfRow, type PredProbs } from '../../core/confidentLearning/predProbs';
import { isByChance } from '../../core/dataset/agreement';
import { findDisagreeingRows } from '../../core/dataset/disagreeingRows';
import { findExchangedClasses, type ExchangedClass } from '../../core/dataset/exchangedColumns';
import { message, type Message } from '../../core/words/message';

/** Predictions that were put to labels, to be held against them. */
export interface Matching {
  readonly file: string;
  readonly predProbs: PredProbs;
  /** Class indices, parallel to the rows of `predProbs`. */
  readonly labels: Int32Array;
  /** In the order of the columns of `predProbs`. */
  readonly classes: readonly string[];
  /** The class index of each column of the file. */
  readonly classOfColumn: Int32Array;
  /** Whether the columns were named, rather than taken in an order that is usual. */
  readonly isNamed: boolean;
  /** Where the order of the file tells the images: the rows of `predProbs` in that order, and their numbers in the file. */
  readonly fileOrder?: Int32Array;
  readonly fileRows?: Int32Array;
  readonly nameRow: (row: number) => Message;
}

/** A class order that is longer than this is left to the user. */
const MOST_SUGGESTED = 30;
/** Predictions that name the given label so much less often than they are sure of may be about other images. */
const FAR_BELOW = 0.6;

/**
 * Finds out from the labels whether rows or columns are in another order than was taken: in part, too, where most still
 * agree.
 * @throws AppError `bad-predictions` where columns whose classes nobody has named seem to be exchanged.
 */
export function checkMatching(matching: Matching): readonly Message[] {
  const { file, labels, predProbs, classes, isNamed, fileOrder, fileRows, nameRow } = matching;
  const exchanged = findExchangedClasses(labels, predProbs);
  const [first] = exchanged;
  if (first !== undefined) {
    const found = {
      file,
      share: { share01: first.share01 },
      given: classes[first.given]!,
      predicted: classes[first.predicted]!,
      count: exchanged.length,
    };
    if (isNamed) return [message('predictions-exchanged-named', found)];
    const order = suggestOrder(matching, exchanged);
    throw new AppError(
      'bad-predictions',
      order === undefined
        ? message('predictions-exchanged', found)
        : message('predictions-exchanged-suggest', { ...found, order }),
    );
  }
  if (fileOrder === undefined) return [];
  const predicted = fileOrder.map((row) => argmaxOfRow(predProbs, row));
  const rows = findDisagreeingRows({ given: fileOrder.map((row) => labels[row]!), predicted });
  if (rows === undefined) return rarelyWarning(matching);
  return [
    message('predictions-rows-disagree', {
      file,
      first: nameRow(fileRows?.[rows.first] ?? rows.first),
      last: nameRow(fileRows?.[rows.last] ?? rows.last),
      share: { share01: rows.share01 },
      elsewhere: { share01: rows.elsewhere01 },
    }),
  ];
}

/** The classes in the order of the file's columns that the labels speak for. */
function suggestOrder(
  { classes, classOfColumn }: Matching,
  exchanged: readonly ExchangedClass[],
): string | undefined {
  if (classes.length > MOST_SUGGESTED) return undefined;
  const classIn = new Map(exchanged.map(({ given, predicted }) => [predicted, given]));
  const targets = new Set(classIn.keys());
  // Towards a column without images: its class gets the column that is left.
  const free = [...targets].filter((target) => !exchanged.some(({ given }) => given === target));
  for (const { given } of exchanged) if (!targets.has(given)) classIn.set(given, free.shift()!);
  return Array.from(classOfColumn, (column) => classes[classIn.get(column) ?? column]!).join(',');
}

/** None where they agree by chance: that is said of all predictions. */
function rarelyWarning({ file, labels, predProbs }: Matching): readonly Message[] {
  let agreeing = 0;
  let sure = 0;
  for (const [row, label] of labels.entries()) {
    const likeliest = argmaxOfRow(predProbs, row);
    if (likeliest === label) agreeing++;
    sure += predProbs.data[row * predProbs.columns + likeliest]!;
  }
  const { rows } = predProbs;
  if (agreeing >= FAR_BELOW * sure || isByChance(labels, predProbs)) return [];
  return [
    message('predictions-agree-rarely', {
      file,
      agreeing: { share01: agreeing / rows },
      sure: { share01: sure / rows },
    }),
  ];
}
