import { assertNever } from '../assertNever';
import { atOnce } from '../atOnce';
import { compareCodeUnits } from '../compareCodeUnits';
import type { ImageFacts } from '../dataset/imageFacts';
import { suspectColumns, verdictOf } from '../review/judgedSuspects';
import { PairIndex } from './pairIndex';
import { pairKey } from './pairKey';
import { rescore } from '../run/rescore';
import type { Decision } from '../review/review';
import { fitReviewModel } from '../review/reviewModel';
import { chanceOf } from '../review/sampleTally';
import type { TableRow } from '../run/run';
import {
  compileSuspectQuery,
  findsAllImages,
  parseSuspectQuery,
  queryValues,
  type SuspectQuery,
} from './suspectQuery';
import { OFF_TOPIC } from './suspectTerms';

/** Which suspects a gallery shows, in what order. */
export interface GalleryViewSettings {
  /** Which suspects, as `suspectQuery.ts` reads it; empty for all. */
  readonly query: string;
  /**
   * Most suspect first, as the run sees it or (`live`) the run and the decisions, with what is reviewed last; by path or
   * class name (code units); by given→suggested pair, the most frequent first; or by chance, always in the same order.
   */
  readonly sort: 'rank' | 'live' | 'path' | 'given' | 'suggested' | 'pair' | 'random';
}

/** A given→suggested pair and how many suspects fall in it. */
export interface SuspectPair {
  readonly given: string;
  readonly suggested: string;
  readonly suspects: number;
}

export type DecisionOf = (path: string) => Decision | null;

/** What is known of images beside their rows, by path; absent: nothing. */
export interface ImageKnowledge {
  readonly factsOf?: (path: string) => ImageFacts | undefined;
  /** The place among those that are similar to the images that the query names, these first; undefined for others. */
  readonly similarPlaceOf?: (path: string) => number | undefined;
}

/**
 * A view of the suspects: for each position in it, the index in `suspects`. Suspects that a sort
 * leaves equal stay in rank order. Images that are not flagged are shown where the query is about all images; sorted by rank, copies
 * of one picture then stand side by side, the group with the most suspect image first; images of no class, where the query
 * asks for them, by how surely they are; similar images by how similar they are.
 * @throws AppError `bad-query`.
 */
export function galleryView(
  suspects: readonly TableRow[],
  settings: GalleryViewSettings,
  decisionOf: DecisionOf,
  { factsOf = () => undefined, similarPlaceOf = () => undefined }: ImageKnowledge = {},
): Int32Array {
  const query = parseSuspectQuery(settings.query);
  const isShown = compileSuspectQuery(query);
  const isOfAll = findsAllImages(query);
  const shown: number[] = [];
  for (const [index, row] of suspects.entries())
    if (
      (isOfAll || row.isLabelIssue) &&
      // Facts are looked up only where the query asks for something.
      (query.length === 0 ||
        isShown({
          row,
          decision: decisionOf(row.path),
          facts: factsOf(row.path),
          isSimilar: similarPlaceOf(row.path) !== undefined,
        }))
    )
      shown.push(index);
  const view = Int32Array.from(shown);
  if (settings.sort === 'live') {
    const scores = liveScores(suspects, decisionOf);
    return view.sort((a, b) => scores[b]! - scores[a]! || a - b);
  }
  const compare =
    isOfAll && settings.sort === 'rank'
      ? findingOrder(query, { factsOf, similarPlaceOf })
      : comparison(suspects, settings.sort);
  if (compare === undefined) return view;
  return view.sort((a, b) => compare(suspects[a]!, suspects[b]!) || a - b);
}

/** How images that were not all flagged as suspects are sorted by rank: by what they were found by. */
function findingOrder(
  query: SuspectQuery,
  { factsOf, similarPlaceOf }: Required<ImageKnowledge>,
): Comparison {
  if (queryValues(query, 'similar').length > 0) return byPlace(similarPlaceOf);
  return queryValues(query, 'kind').includes(OFF_TOPIC) ? byOffTopic : byGroup(factsOf);
}

const LAST = Number.MAX_SAFE_INTEGER;

const byPlace =
  (placeOf: (path: string) => number | undefined): Comparison =>
  (a, b) =>
    (placeOf(a.path) ?? LAST) - (placeOf(b.path) ?? LAST);

type Comparison = (a: TableRow, b: TableRow) => number;

const byOffTopic: Comparison = (a, b) => (b.offTopic?.score ?? 0) - (a.offTopic?.score ?? 0);

/** Images without copies come last. */
const byGroup = (factsOf: Required<ImageKnowledge>['factsOf']): Comparison =>
  byPlace((path) => factsOf(path)?.group?.order);

function comparison(
  suspects: readonly TableRow[],
  sort: Exclude<GalleryViewSettings['sort'], 'live'>,
): Comparison | undefined {
  switch (sort) {
    case 'rank':
      return undefined;
    case 'path':
      return (a, b) => compareCodeUnits(a.path, b.path);
    case 'given':
      return (a, b) => compareCodeUnits(a.givenLabel, b.givenLabel);
    case 'suggested':
      return (a, b) => compareCodeUnits(a.predictedLabel, b.predictedLabel);
    case 'pair': {
      const orders = new Map(pairCounts(suspects).map((pair, order) => [pairKey(pair), order]));
      // A key takes longer to make than to compare.
      const orderOf = new Map(
        suspects.map((row) => [
          row,
          orders.get(pairKey({ given: row.givenLabel, suggested: row.predictedLabel })) ?? 0,
        ]),
      );
      return (a, b) => orderOf.get(a)! - orderOf.get(b)!;
    }
    case 'random': {
      const chances = new Map(suspects.map((row) => [row, chanceOf(row.path)]));
      return (a, b) => chances.get(a)! - chances.get(b)!;
    }
    default:
      return assertNever(sort);
  }
}

/** Below every score of a suspect. */
const NO_SUSPECT = -2;

/** Decisions about all suspects count, whichever are shown. Images that are not suspects come last. */
function liveScores(images: readonly TableRow[], decisionOf: DecisionOf): Float64Array {
  const suspects = images.filter((row) => row.isLabelIssue);
  const verdict = Uint8Array.from(suspects, ({ path }) => verdictOf(decisionOf(path)));
  const judged = { ...suspectColumns(suspects), verdict };
  const scores = rescore(atOnce(fitReviewModel(judged)), judged);
  let suspect = 0;
  return Float64Array.from(images, (row) => (row.isLabelIssue ? scores[suspect++]! : NO_SUSPECT));
}

/** All given→suggested pairs among the suspects, the most frequent first, equal ones by name. */
export function pairCounts(suspects: readonly TableRow[]): SuspectPair[] {
  const index = new PairIndex();
  const pairs: { readonly given: string; readonly suggested: string; suspects: number }[] = [];
  for (const { givenLabel: given, predictedLabel: suggested } of suspects)
    (pairs[index.indexOf(given, suggested)] ??= { given, suggested, suspects: 0 }).suspects++;
  return pairs.sort(
    (a, b) =>
      b.suspects - a.suspects ||
      compareCodeUnits(a.given, b.given) ||
      compareCodeUnits(a.suggested, b.suggested),
  );
}
