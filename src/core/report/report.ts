import type { CountEstimate } from '../labelNoise/errorEstimate';
import type { ImageFault } from '../faults/findFaults';
import type { DecisionCounts } from '../review/decisionTally';
import type { Decision } from '../review/review';
import type { SampleEstimate } from '../review/sampleTally';
import type { RunSummary } from '../run/run';
import type { Message } from '../words/message';

/** A run and its review as a report tells them: numbers and names, not yet in words. */
export interface Report {
  /** The absolute path of the dataset, which is not told. */
  readonly root: string;
  /** The name of the dataset's folder. */
  readonly dataset: string;
  readonly run: RunSummary;
  /** What became of decisions and labels since the run. */
  readonly notes: readonly Message[];
  readonly decided: DecidedSoFar;
  /** Those with the most suspects first, then in the order of the run. */
  readonly classes: FirstOf<ReportClass>;
  /** The given→suggested pairs among the suspects, the most frequent first. */
  readonly pairs: FirstOf<ReportPair>;
  /** The most suspect first. */
  readonly suspects: FirstOf<ReportSuspect>;
  readonly findings: ReportFindings;
}

/** The first items of a list, and how many there are in all. */
export interface FirstOf<T> {
  readonly first: readonly T[];
  readonly count: number;
}

export interface DecidedSoFar {
  /** Of all images of the run, suspects or not. */
  readonly counts: DecisionCounts;
  /** Suspects of this run that are decided, and those of them whose label was found to be wrong. */
  readonly suspects: ReviewedCounts;
  /** What those reviewed at random say of all; undefined where they are too few. */
  readonly sample: SampleEstimate | undefined;
  /** ISO 8601, UTC; undefined where nothing is decided. */
  readonly latest: string | undefined;
}

export interface ReviewedCounts {
  readonly reviewed: number;
  /** Relabelled or excluded. */
  readonly wrong: number;
}

/** The images with one given label. What is decided counts whether or not it is about suspects. */
export interface ReportClass extends ReviewedCounts {
  readonly name: string;
  readonly images: number;
  readonly suspects: number;
  /** Wrong labels to expect; undefined in runs that did not estimate them. */
  readonly expected: CountEstimate | undefined;
}

export interface ReportPair extends ReviewedCounts {
  readonly given: string;
  readonly suggested: string;
  readonly suspects: number;
}

export interface ReportSuspect {
  readonly path: string;
  readonly givenLabel: string;
  readonly suggestedLabel: string;
  /** Probability that the given label is right. */
  readonly labelQuality: number;
  readonly decision: Decision | null;
}

/** What a run has found beside the suspects. */
export interface ReportFindings {
  /** Copies with different labels. */
  readonly contradictions: FirstOf<ReportCopies>;
  /** Copies that lie in several splits. */
  readonly leaks: FirstOf<ReportCopies>;
  /** All groups of copies, these among them. */
  readonly copies: FirstOf<ReportCopies>;
  readonly faults: readonly ReportFault[];
  /** Images that may show none of the classes, the surest first. */
  readonly offTopic: FirstOf<ReportImage>;
}

export interface ReportImage {
  readonly path: string;
  readonly givenLabel: string;
}

/** The files that show one picture. */
export interface ReportCopies {
  readonly paths: FirstOf<string>;
  /** Of all of them, each once. */
  readonly labels: FirstOf<string>;
}

export interface ReportFault extends FirstOf<string> {
  readonly fault: ImageFault;
}
