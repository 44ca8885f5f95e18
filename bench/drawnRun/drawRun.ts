import type { TableRow } from '../../src/core/run/run';
import { createRng, type Rng } from '../../src/core/rng';

export interface DrawnRunOptions {
  readonly images: number;
  readonly suspects: number;
  readonly seed: number;
}

/** What a reviewer who knows the truth does with a suspect. */
export type Verdict =
  | { readonly action: 'accept' | 'keep' | 'exclude' }
  /** The label is neither the given nor the suggested one. */
  | { readonly action: 'relabel'; readonly label: string };

/** A finished run that nobody has trained: what it says of every image, and the truth about the suspects. */
export interface DrawnRun {
  readonly classes: readonly string[];
  /** In rank order, suspects first. */
  readonly results: readonly TableRow[];
  /** Parallel to the first of `results`. */
  readonly verdicts: readonly Verdict[];
  /** N×K, rows in the order of the paths sorted by code unit. */
  readonly predProbs: Float32Array;
  /** The given→suggested pair that a tenth of the suspects fall in. */
  readonly largestPair: { readonly given: string; readonly suggested: string; readonly suspects: number };
}

const CLASS_COUNT = 20;
/** Confusions among the suspects; a few of them hold most. */
const PAIRS = 80;
const LARGEST_PAIR_SHARE = 0.1;
/** Suspects are doubted at least this much. */
const HIGHEST_SUSPECT_QUALITY = 0.5;
/** Of the suspects whose label is wrong or cannot be told: some show a third class, some nothing of use. */
const THIRD_CLASS_SHARE = 0.04;
const UNUSABLE_SHARE = 0.01;
/** Of a right label's doubt, how much makes it to the suspects: most of these are errors. */
const RIGHT_LABEL_SHARE = 0.4;

/** The same run for the same options. */
export function drawRun({ images, suspects, seed }: DrawnRunOptions): DrawnRun {
  const rng = createRng(seed);
  const classes = Array.from({ length: CLASS_COUNT }, (_, k) => `class-${String(k + 1).padStart(2, '0')}`);
  const numbers = Int32Array.from({ length: images }, (_, i) => i);
  rng.shuffle(numbers);
  const pairOf = drawPairs(rng, suspects);
  const results: TableRow[] = [];
  const verdicts: Verdict[] = [];
  const probsByPath = new Map<string, Float32Array>();
  for (let place = 0; place < images; place++) {
    const isLabelIssue = place < suspects;
    const [given, suggested] = isLabelIssue ? pairOf(place) : rightPair(rng);
    const labelQuality = isLabelIssue
      ? HIGHEST_SUSPECT_QUALITY * ((place + 1) / suspects) ** 1.5
      : HIGHEST_SUSPECT_QUALITY + 0.5 * ((place - suspects) / (images - suspects));
    const predictedProbability = isLabelIssue
      ? (1 - labelQuality) * (0.7 + 0.3 * rng.next01())
      : labelQuality;
    const path = `${classes[given]!}/${String(numbers[place]!).padStart(7, '0')}.jpg`;
    const probs = drawProbs(rng, { given, suggested, labelQuality, predictedProbability });
    probsByPath.set(path, probs);
    if (isLabelIssue) verdicts.push(drawVerdict(rng, { probs, given, suggested, labelQuality, classes }));
    results.push({
      path,
      givenLabel: classes[given]!,
      isLabelIssue,
      labelQuality,
      predictedLabel: classes[suggested]!,
      predictedProbability,
      rank: place + 1,
    });
  }
  const predProbs = new Float32Array(images * CLASS_COUNT);
  [...probsByPath.keys()]
    .sort()
    .forEach((path, row) => predProbs.set(probsByPath.get(path)!, row * CLASS_COUNT));
  const [given, suggested] = [classes[0]!, classes[1]!];
  const inLargest = Math.floor(suspects * LARGEST_PAIR_SHARE);
  return {
    classes,
    results,
    verdicts,
    predProbs,
    largestPair: { given, suggested, suspects: inLargest },
  };
}

/** The pair of each suspect: of every tenth one the largest, of the others one of the rest. */
function drawPairs(rng: Rng, suspects: number): (place: number) => readonly [number, number] {
  const others = Array.from({ length: PAIRS }, () => {
    const given = rng.nextInt(CLASS_COUNT);
    const suggested = (given + 1 + rng.nextInt(CLASS_COUNT - 1)) % CLASS_COUNT;
    return given === 0 && suggested === 1 ? ([1, 0] as const) : ([given, suggested] as const);
  });
  const step = Math.round(1 / LARGEST_PAIR_SHARE);
  const largest = Math.floor(suspects * LARGEST_PAIR_SHARE);
  return (place) =>
    place % step === 0 && place / step < largest ? [0, 1] : others[Math.floor(PAIRS * rng.next01() ** 2)]!;
}

function rightPair(rng: Rng): readonly [number, number] {
  const label = rng.nextInt(CLASS_COUNT);
  return [label, label];
}

interface Opinion {
  readonly given: number;
  readonly suggested: number;
  readonly labelQuality: number;
  readonly predictedProbability: number;
}

/** What is neither given nor suggested shares the rest, each class half of the one before, in an order of its own. */
function drawProbs(rng: Rng, opinion: Opinion): Float32Array {
  const { given, suggested, labelQuality, predictedProbability } = opinion;
  const probs = new Float32Array(CLASS_COUNT);
  probs[given] = labelQuality;
  probs[suggested] = predictedProbability;
  const rest = Int32Array.from(probs.keys()).filter((k) => k !== given && k !== suggested);
  rng.shuffle(rest);
  let left = 1 - labelQuality - (given === suggested ? 0 : predictedProbability);
  for (const k of rest) probs[k] = left /= 2;
  return probs;
}

function drawVerdict(
  rng: Rng,
  subject: Pick<Opinion, 'given' | 'suggested' | 'labelQuality'> & {
    readonly probs: Float32Array;
    readonly classes: readonly string[];
  },
): Verdict {
  const { probs, given, suggested, labelQuality, classes } = subject;
  const draw = rng.next01();
  if (draw < UNUSABLE_SHARE) return { action: 'exclude' };
  if (draw < UNUSABLE_SHARE + THIRD_CLASS_SHARE) {
    const third = probs.reduce(
      (best, value, k) => (k !== given && k !== suggested && (best < 0 || value > probs[best]!) ? k : best),
      -1,
    );
    return { action: 'relabel', label: classes[third]! };
  }
  return { action: rng.next01() < labelQuality * RIGHT_LABEL_SHARE ? 'keep' : 'accept' };
}
