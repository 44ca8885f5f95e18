import type { LearnedEvidence } from './learnedEvidence';
import type { Findings } from './findings';

/** Where the pixels of an image, as the network saw them, lie among those kept with a run; absent when they are not. */
type PixelSlot = number | undefined;

export interface EvidenceImage {
  /** Relative to the dataset. */
  readonly path: string;
  readonly pixels?: PixelSlot;
}

export interface EvidenceNeighbour extends EvidenceImage {
  readonly givenLabel: string;
  /** Cosine of the angle between the embeddings, −1 to 1. */
  readonly similarity: number;
}

/** What one of the models says about an image. */
export interface EvidenceModel {
  readonly givenProbability: number;
  readonly predictedLabel: string;
  readonly predictedProbability: number;
  /** Whether the image was among those that the model learnt from. */
  readonly hasSeen: boolean;
}

/** Why an image is a suspect, besides its probabilities. */
export interface SuspectEvidence {
  readonly path: string;
  readonly rank: number;
  readonly pixels?: PixelSlot;
  readonly models: readonly EvidenceModel[];
  /** Probability of the given label after each epoch of training; empty when no model learnt from the image. */
  readonly trajectory: readonly number[];
  /** The most alike first; empty where none were looked for. */
  readonly neighbours: readonly EvidenceNeighbour[];
}

/** Images of a class whose label is surest, as examples of it. */
export interface TypicalImages {
  readonly label: string;
  readonly images: readonly EvidenceImage[];
}

/** Images of each class shown as typical. */
const TYPICAL_COUNT = 6;
const DIGITS = 1e4;

/** What of the findings the evidence refers to. */
export type EvidenceSubjects = Pick<Findings, 'paths' | 'labels' | 'classes' | 'order' | 'isLabelIssue'>;

/** Hands out places for the pixels of images that have any, the same for the same image, as long as there is room. */
export class PixelSlots {
  /** Images by slot. */
  readonly images: number[] = [];
  private readonly slotOf = new Map<number, number>();
  private readonly room: number;
  private readonly hasPixels: (image: number) => boolean;

  constructor(room: number, hasPixels: (image: number) => boolean = () => true) {
    this.room = room;
    this.hasPixels = hasPixels;
  }

  take(image: number): PixelSlot {
    const known = this.slotOf.get(image);
    if (known !== undefined || this.images.length >= this.room || !this.hasPixels(image)) return known;
    const slot = this.images.push(image) - 1;
    this.slotOf.set(image, slot);
    return slot;
  }
}

/** The evidence for every flagged image, in rank order. */
export function* suspectEvidence(
  findings: EvidenceSubjects,
  learned: LearnedEvidence,
  slots: PixelSlots,
): Generator<SuspectEvidence> {
  const { paths, labels, classes, order, isLabelIssue } = findings;
  const { epochs, trajectories, neighbours } = learned;
  const rowOf = new Map<number, number>();
  neighbours?.images.forEach((image, row) => rowOf.set(image, row));
  for (let position = 0; position < order.length; position++) {
    const image = order[position]!;
    if (isLabelIssue[image] !== 1) continue;
    const trajectory = trajectories.subarray(image * epochs, (image + 1) * epochs);
    yield {
      path: paths[image]!,
      rank: position + 1,
      pixels: slots.take(image),
      models: [...modelsOf(image)],
      trajectory: trajectory.some(Number.isNaN) ? [] : Array.from(trajectory, rounded),
      neighbours: [...neighboursOf(rowOf.get(image))],
    };
  }

  function* modelsOf(image: number): Generator<EvidenceModel> {
    for (const { givenProbs, labels: predicted, probs, hasSeen } of learned.opinions)
      if (!Number.isNaN(probs[image]!))
        yield {
          givenProbability: rounded(givenProbs[image]!),
          predictedLabel: classes[predicted[image]!]!,
          predictedProbability: rounded(probs[image]!),
          hasSeen: hasSeen[image] === 1,
        };
  }

  function* neighboursOf(row: number | undefined): Generator<EvidenceNeighbour> {
    if (neighbours === undefined || row === undefined) return;
    for (let at = row * neighbours.count; at < (row + 1) * neighbours.count; at++) {
      const image = neighbours.neighbours[at]!;
      yield {
        path: paths[image]!,
        givenLabel: classes[labels[image]!]!,
        similarity: rounded(neighbours.similarities[at]!),
        pixels: slots.take(image),
      };
    }
  }
}

/** Of each class, the images whose label is most probably right; fewer where there are not as many unflagged ones. */
export function typicalImages(findings: EvidenceSubjects, slots: PixelSlots): TypicalImages[] {
  const { paths, labels, classes, order, isLabelIssue } = findings;
  const found = classes.map((): EvidenceImage[] => []);
  let missing = classes.length * TYPICAL_COUNT;
  for (let position = order.length - 1; position >= 0 && missing > 0; position--) {
    const image = order[position]!;
    const images = found[labels[image]!]!;
    if (isLabelIssue[image] === 1 || images.length === TYPICAL_COUNT) continue;
    images.push({ path: paths[image]!, pixels: slots.take(image) });
    missing--;
  }
  return classes.map((label, index) => ({ label, images: found[index]! }));
}

const rounded = (value: number): number => Math.round(value * DIGITS) / DIGITS;
