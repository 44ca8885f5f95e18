import { imageFacts, type CopyGroup } from '../dataset/imageFacts';
import type { ChecksByPath } from '../dataset/imageChecks';
import { IMAGE_FAULTS } from '../faults/findFaults';
import { DecisionTally } from '../review/decisionTally';
import { isErrorFound, isReviewed, type Decision } from '../review/review';
import { createOverview, type RunOverview } from '../run/overview';
import type { ResultColumns } from '../run/resultColumns';
import type { ResultRow, RunSummary } from '../run/run';
import type { Message } from '../words/message';
import type {
  DecidedSoFar,
  FirstOf,
  Report,
  ReportClass,
  ReportCopies,
  ReportFindings,
  ReportImage,
  ReviewedCounts,
} from './report';

/** An image of a run that is decided about. */
export interface ReportDecision extends ReportImage {
  readonly decision: Decision;
}

/** What a report is made of. */
export interface ReportMaterial {
  readonly root: string;
  readonly dataset: string;
  readonly run: RunSummary;
  /** Of all images of the run. */
  readonly columns: ResultColumns;
  /** The suspects, and the images that something else was found about, in rank order. */
  readonly rows: readonly ResultRow[];
  readonly checks: ChecksByPath;
  /** Unreadable images and such that are no suspects among them. */
  readonly decided: readonly ReportDecision[];
  /** When the latest of these decisions was made. */
  readonly latest: string | undefined;
  readonly notes: readonly Message[];
}

/** So much is listed before the rest is only counted: a report is to be read, and a comment on GitHub holds 65,536 letters. */
const MOST_CLASSES = 100;
const MOST_PAIRS = 20;
const MOST_GROUPS = 5;
const MOST_COPIES = 4;
const MOST_FAULTY = 5;
const MOST_OFF_TOPIC = 10;

/** Picks and counts what a report tells. `most` suspects are listed. */
export function createReport(material: ReportMaterial, most: number): Report {
  const { root, dataset, run, columns, rows, decided, latest, notes } = material;
  const suspects = rows.filter((row) => row.isLabelIssue);
  const overview = createOverview(run, columns, suspects);
  const decisionAt = new Map(decided.map(({ path, decision }) => [path, decision]));
  const decisionOf = ({ path }: { readonly path: string }) => decisionAt.get(path) ?? null;
  const review = overview.review(decisionOf);
  const pairs = overview.run.pairs.map((pair, place) => ({ ...pair, ...review.pairs[place]! }));
  return {
    root,
    dataset,
    run,
    notes,
    decided: { counts: countsOf(decided), suspects: review.total, sample: review.sample, latest },
    classes: firstOf(reportClasses(overview.run, decided), MOST_CLASSES),
    pairs: { first: pairs.slice(0, MOST_PAIRS), count: overview.run.pairCount },
    suspects: {
      first: suspects.slice(0, most).map((row) => ({
        path: row.path,
        givenLabel: row.givenLabel,
        suggestedLabel: row.predictedLabel,
        labelQuality: row.labelQuality,
        decision: decisionOf(row),
      })),
      count: suspects.length,
    },
    findings: findingsOf(material),
  };
}

const firstOf = <T>(items: readonly T[], most: number): FirstOf<T> => ({
  first: items.slice(0, most),
  count: items.length,
});

function countsOf(decided: readonly ReportDecision[]): DecidedSoFar['counts'] {
  const tally = new DecisionTally();
  for (const { decision } of decided) tally.add(decision);
  return tally.counts;
}

function reportClasses(
  { classes }: Pick<RunOverview, 'classes'>,
  decided: readonly ReportDecision[],
): readonly ReportClass[] {
  const reviews = new Map<string, { -readonly [Name in keyof ReviewedCounts]: number }>(
    classes.map(({ name }) => [name, { reviewed: 0, wrong: 0 }]),
  );
  for (const { givenLabel, decision } of decided) {
    const counts = reviews.get(givenLabel);
    if (counts === undefined || !isReviewed(decision)) continue;
    counts.reviewed++;
    if (isErrorFound(decision)) counts.wrong++;
  }
  return classes
    .map(({ name, images, suspects, expected }) => ({
      ...{ name, images, suspects, expected },
      ...reviews.get(name)!,
    }))
    .sort((a, b) => b.suspects - a.suspects);
}

function findingsOf({ run, rows, checks }: ReportMaterial): ReportFindings {
  const facts = imageFacts(checks, rows, run.splits ?? []);
  const groups = new Set<CopyGroup>();
  for (const { group } of facts.values()) if (group !== undefined) groups.add(group);
  const copies = [...groups].sort((a, b) => a.order - b.order);
  const listed = (some: readonly CopyGroup[]) => firstOf(some.map(copiesOf), MOST_GROUPS);
  const offTopic = rows
    .filter((row) => row.offTopic?.isFlagged === true)
    .sort((a, b) => (b.offTopic?.score ?? 0) - (a.offTopic?.score ?? 0));
  return {
    contradictions: listed(copies.filter((group) => group.isContradiction)),
    leaks: listed(copies.filter((group) => group.isLeak)),
    copies: listed(copies),
    faults: IMAGE_FAULTS.map((fault) => ({ fault, ...firstOf(checks.faults[fault], MOST_FAULTY) })).filter(
      ({ count }) => count > 0,
    ),
    offTopic: firstOf(offTopic.map(imageOf), MOST_OFF_TOPIC),
  };
}

const imageOf = ({ path, givenLabel }: ReportImage): ReportImage => ({ path, givenLabel });

const copiesOf = ({ paths, labels }: CopyGroup): ReportCopies => ({
  paths: firstOf(paths, MOST_COPIES),
  labels: firstOf([...new Set(labels)], MOST_COPIES),
});
