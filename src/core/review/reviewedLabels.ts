import { isReviewed, type Decision } from './review';

/** What a reviewer has said of each image's label, as numbers in a `Uint8Array`. */
export const REVIEW_STATUS = {
  /** Nothing, or unsure: the label may be wrong. */
  open: 0,
  /** Kept or relabelled: the label in effect is right. */
  confirmed: 1,
  /** Excluded, or relabelled to a class that no image had: nothing is learnt from it. */
  setAside: 2,
} as const;

/** The labels in effect after a review. Arrays are parallel to the images. */
export interface ReviewedLabels {
  /** Class indices: given labels, where relabelled the new ones. */
  readonly labels: Int32Array;
  readonly reviewStatus: Uint8Array;
  /** How many images are decided: confirmed or set aside. */
  readonly decided: number;
  /** Classes that no image had, with how many images were relabelled to each. */
  readonly unknownClasses: ReadonlyMap<string, number>;
}

/** Applies the decisions about images to their given labels, class indices. */
export function reviewedLabels(
  images: {
    readonly paths: readonly string[];
    readonly labels: Int32Array;
    readonly classes: readonly string[];
  },
  decisionOf: (path: string) => Decision | null,
): ReviewedLabels {
  const classOf = new Map(images.classes.map((name, index) => [name, index]));
  const labels = Int32Array.from(images.labels);
  const reviewStatus = new Uint8Array(labels.length);
  const unknownClasses = new Map<string, number>();
  let decided = 0;
  for (const [image, path] of images.paths.entries()) {
    const decision = decisionOf(path);
    if (!isReviewed(decision)) continue;
    decided++;
    const label = decision.action === 'relabel' ? classOf.get(decision.label) : labels[image];
    const isUsed = decision.action !== 'exclude' && label !== undefined;
    if (decision.action === 'relabel' && label === undefined)
      unknownClasses.set(decision.label, (unknownClasses.get(decision.label) ?? 0) + 1);
    if (isUsed) labels[image] = label;
    reviewStatus[image] = isUsed ? REVIEW_STATUS.confirmed : REVIEW_STATUS.setAside;
  }
  return { labels, reviewStatus, decided, unknownClasses };
}
