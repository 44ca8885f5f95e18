/** Rows of a file, one after the other, that disagree with the labels, where the others agree. */
export interface DisagreeingRows {
  readonly first: number;
  /** Inclusive. */
  readonly last: number;
  /** How many of them disagree, 0–1. */
  readonly share01: number;
  /** How many of the other rows do. */
  readonly elsewhere01: number;
}

/** Labels in the order of a file: class indices as given, and as predicted for the same rows. */
export interface ComparedRows {
  readonly given: Int32Array;
  readonly predicted: Int32Array;
}

/** Label errors are spread: where more than this share of neighbouring rows disagree, something else is wrong. */
const MANY = 0.6;
/** Where so many of the other rows disagree as well, nothing stands out. */
const MOST_ELSEWHERE = 0.35;
/** The excess over `MANY`, in rows, that chance hardly reaches in a short file. */
const LEAST_EXCESS = 4;
const ROWS_OF_SHORT_FILE = 20;
/** Fewer other rows cannot tell what is usual. */
const LEAST_ELSEWHERE = 10;

/** How much likelier it must be that rows were shuffled than that their labels are as wrong as elsewhere: e to this power. */
const LEAST_EVIDENCE = 8;
/** Shuffled rows disagree nearly as often as chance has it. */
const NEARLY = 0.8;
/** Nobody shuffles fewer, but wrong labels may well be neighbours. */
const LEAST_SHUFFLED = 8;

/**
 * A stretch of rows that disagree with the labels as chance does not explain, if there is one: rows that are shifted, exchanged
 * or shuffled among each other show as such.
 */
export function findDisagreeingRows(rows: ComparedRows): DisagreeingRows | undefined {
  const { given, predicted } = rows;
  const disagrees = Uint8Array.from(given, (label, row) => (label === predicted[row] ? 0 : 1));
  return findMostlyWrong(disagrees) ?? findShuffled(rows, disagrees);
}

interface Run {
  readonly first: number;
  readonly last: number;
  readonly sum: number;
}

/** The run with the largest sum (J. Kadane); it is empty where no weight is above 0. */
function largestRun(count: number, weightOf: (row: number) => number): Run {
  let [start, sum] = [0, 0];
  let best = { first: 0, last: -1, sum: 0 };
  for (let row = 0; row < count; row++) {
    if (sum <= 0) [start, sum] = [row, 0];
    sum += weightOf(row);
    if (sum > best.sum) best = { first: start, last: row, sum };
  }
  return best;
}

function findMostlyWrong(disagrees: Uint8Array): DisagreeingRows | undefined {
  const count = disagrees.length;
  const run = largestRun(count, (row) => disagrees[row]! - MANY);
  // A longer file has more places where chance can do it.
  const least = LEAST_EXCESS + Math.log(Math.max(1, count / ROWS_OF_SHORT_FILE));
  return run.sum < least ? undefined : describe(run, disagrees);
}

/** None where the other rows are few, or disagree often as well. */
function describe({ first, last }: Run, disagrees: Uint8Array): DisagreeingRows | undefined {
  const inside = sumOf(disagrees.subarray(first, last + 1));
  const rows = last + 1 - first;
  const others = disagrees.length - rows;
  const elsewhere01 = (sumOf(disagrees) - inside) / others;
  if (others < LEAST_ELSEWHERE || elsewhere01 > MOST_ELSEWHERE) return undefined;
  return { first, last, share01: inside / rows, elsewhere01 };
}

/**
 * With two or three classes, rows that are shuffled among each other agree with the labels half of the time or a third. The
 * run with the largest sum of log-likelihood ratios (E. Page's CUSUM), between labels that say nothing of the predictions
 * and labels that are as wrong as those of the same class are in the other rows.
 */
function findShuffled(rows: ComparedRows, disagrees: Uint8Array): DisagreeingRows | undefined {
  const { given } = rows;
  const byChance = ratesByChance(rows);
  const bestRun = (outside: Run) => {
    const usual = usualRates(given, disagrees, outside);
    return largestRun(given.length, (row) => {
      const [chance, rate] = [byChance[given[row]!]!, usual[given[row]!]!];
      if (rate >= chance) return 0;
      return Math.log(disagrees[row] === 1 ? chance / rate : (1 - chance) / (1 - rate));
    });
  };
  const run = bestRun(bestRun({ first: 0, last: -1, sum: 0 }));
  if (run.last + 1 - run.first < LEAST_SHUFFLED) return undefined;
  if (run.sum < LEAST_EVIDENCE + Math.log(given.length)) return undefined;
  const found = describe(run, disagrees);
  const labels = given.subarray(run.first, run.last + 1);
  const expected01 = labels.reduce((sum, label) => sum + byChance[label]!, 0) / labels.length;
  return found !== undefined && found.share01 >= NEARLY * expected01 ? found : undefined;
}

/** By label: how often a prediction would differ from it that says nothing about it. */
function ratesByChance({ given, predicted }: ComparedRows): Float64Array {
  const counts = new Float64Array(classCount(given, predicted));
  for (const label of predicted) counts[label]!++;
  return counts.map((count) => 1 - (count + 0.5) / (predicted.length + 1));
}

/** By label: how often it is wrong outside of a run or, where it is hardly there, in all rows. */
function usualRates(given: Int32Array, disagrees: Uint8Array, { first, last }: Run): Float64Array {
  const classes = classCount(given, given);
  const [all, allWrong, outside, outsideWrong] = Array.from({ length: 4 }, () => new Float64Array(classes));
  for (const [row, label] of given.entries()) {
    all![label]!++;
    allWrong![label]! += disagrees[row]!;
    if (row >= first && row <= last) continue;
    outside![label]!++;
    outsideWrong![label]! += disagrees[row]!;
  }
  const rate = (wrong: number, count: number) => (wrong + 0.5) / (count + 1);
  return all!.map((count, label) =>
    outside![label]! >= LEAST_ELSEWHERE
      ? rate(outsideWrong![label]!, outside![label]!)
      : rate(allWrong![label]!, count),
  );
}

const classCount = (...lists: readonly Int32Array[]): number =>
  1 + Math.max(-1, ...lists.map((list) => list.reduce((most, label) => Math.max(most, label), -1)));

function sumOf(flags: Uint8Array): number {
  let sum = 0;
  for (const flag of flags) sum += flag;
  return sum;
}
