import { resultRows, type RunResults } from '../core/run/resultColumns';
import type { OffTopic, RunSummary } from '../core/run/run';
import { wordKept } from '../core/words/message';
import type { EstimatedCount } from './confidentLearning/estimateNoise';

/** An image without a verdict. */
export interface UnjudgedImage {
  /** Relative to the dataset's folder, like every path of a run. */
  readonly path: string;
  readonly givenLabel: string;
  /** Why, as a sentence: mostly it cannot be read. */
  readonly reason: string;
}

/** A part of a picture in pixels, from its upper left corner; as it is in the source. */
export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** One image of a finished run. */
export interface RunRow {
  /** Relative to the dataset's folder; of a box, the path of its picture, `#` and the id of its annotation. */
  readonly path: string;
  readonly givenLabel: string;
  /** Whether it is a suspect. */
  readonly isLabelIssue: boolean;
  /** The probability that the given label is right, 0 (surely wrong) to 1 (surely right). */
  readonly labelQuality: number;
  /** The most probable label; of suspects, the most probable other one. */
  readonly predictedLabel: string;
  /** 0 to 1. */
  readonly predictedProbability: number;
  /** 1 for the most suspect image. */
  readonly rank: number;
  /** Whether it shows none of the classes; absent where no image encoder had an opinion. */
  readonly offTopic?: OffTopic;
  /** What is judged is this part of the picture; absent: all of it. */
  readonly box?: Box;
}

/** A finished search for wrong labels, as `.label-review/runs` keeps it. */
export interface Run {
  /** Its name, which sorts by time. */
  readonly id: string;
  /** ISO 8601, UTC. */
  readonly createdAt: string;
  /** The absolute path of the dataset's folder. */
  readonly folder: string;
  /** K names, sorted by code unit. */
  readonly classes: readonly string[];
  /** How many images have a verdict: the number of `rows`. */
  readonly images: number;
  /** How many of them are suspects: `isLabelIssue`. */
  readonly suspects: number;
  /** How many wrong labels there are, as far as the run can tell; absent in runs of version 0.1.0. */
  readonly expectedErrors?: EstimatedCount;
  /** How long it took. */
  readonly seconds: number;
  /** The images without a verdict. */
  readonly unjudged: readonly UnjudgedImage[];
  /** What is to be known about the result: sentences. */
  readonly warnings: readonly string[];
  /** Every image with a verdict, the most suspect first. A row is made when it is asked for, each time anew. */
  readonly rows: Iterable<RunRow>;
}

/** What the library says of a run. */
export function toRun(
  folder: string,
  summary: RunSummary,
  { results, notes }: { readonly results: RunResults; readonly notes: readonly string[] },
): Run {
  const { id, createdAt, classes, images, suspects, noise, seconds, unreadable } = summary;
  return {
    id,
    createdAt,
    folder,
    classes,
    images,
    suspects,
    ...(noise && { expectedErrors: { errors: noise.errors, low: noise.low, high: noise.high } }),
    seconds: seconds.total,
    unjudged: unreadable.map(({ reason, ...image }) => ({ ...image, reason: wordKept(reason) })),
    warnings: [
      ...notes,
      ...[...(summary.decisionNotes ?? []), ...summary.warnings].map((sentence) => wordKept(sentence)),
    ],
    rows: { [Symbol.iterator]: () => runRows(results) },
  };
}

function* runRows(results: RunResults): Generator<RunRow> {
  for (const row of resultRows(results))
    yield {
      path: row.path,
      givenLabel: row.givenLabel,
      isLabelIssue: row.isLabelIssue,
      labelQuality: row.labelQuality,
      predictedLabel: row.predictedLabel,
      predictedProbability: row.predictedProbability,
      rank: row.rank,
      ...(row.offTopic && { offTopic: row.offTopic }),
      ...(row.place?.box && { box: row.place.box }),
    };
}
