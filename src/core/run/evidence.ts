import * as v from 'valibot';
import { imagePathSchema } from '../dataset/imagePath';
import type { Immutable } from '../immutable';
import { imageIndex, rank, type ImageIndex } from '../spaces';
import type { OffTopicImages } from '../embedding/offTopic';
import type { LearnedEvidence, Neighbours } from './learnedEvidence';
import type { Findings } from './findings';

/** Where the pixels of an image, as the network saw them, lie among those kept with a run; absent when they are not. */
const pixelSlotSchema = v.optional(v.number());
type PixelSlot = v.InferOutput<typeof pixelSlotSchema>;

const evidenceImageSchema = v.object({
  /** Relative to the dataset. */
  path: imagePathSchema,
  pixels: pixelSlotSchema,
});
export type EvidenceImage = Immutable<v.InferOutput<typeof evidenceImageSchema>>;

const neighbourSchema = v.object({
  ...evidenceImageSchema.entries,
  givenLabel: v.string(),
  /** Cosine of the angle between the embeddings, −1 to 1. */
  similarity: v.number(),
});
export type EvidenceNeighbour = Immutable<v.InferOutput<typeof neighbourSchema>>;

const modelSchema = v.object({
  givenProbability: v.number(),
  predictedLabel: v.string(),
  predictedProbability: v.number(),
  /** Whether the image was among those that the model learnt from. */
  hasSeen: v.boolean(),
});
/** What one of the models says about an image. */
export type EvidenceModel = Immutable<v.InferOutput<typeof modelSchema>>;

const closenessSchema = v.object({
  /** The class whose images it is closest to, and how close: the mean similarity to its nearest ones, −1 to 1. */
  closestLabel: v.string(),
  closeness: v.number(),
  /** To the class of its label. */
  ownCloseness: v.number(),
  /** What nine of ten images closest to that class lie between. */
  usualLow: v.number(),
  usualHigh: v.number(),
});
/** Why an image may show none of the classes. */
export type EvidenceCloseness = Immutable<v.InferOutput<typeof closenessSchema>>;

export const suspectEvidenceSchema = v.object({
  path: imagePathSchema,
  rank: v.number(),
  pixels: pixelSlotSchema,
  models: v.array(modelSchema),
  /** Probability of the given label after each epoch of training; empty when no model learnt from the image. */
  trajectory: v.array(v.number()),
  /** The most alike first; empty where none were looked for. */
  neighbours: v.array(neighbourSchema),
  /** Absent where it is not flagged as one that shows none of the classes. */
  closeness: v.optional(closenessSchema),
});
/** Why an image is a suspect, besides its probabilities: a line of `evidence.jsonl`. */
export type SuspectEvidence = Immutable<v.InferOutput<typeof suspectEvidenceSchema>>;

export const typicalImagesSchema = v.object({ label: v.string(), images: v.array(evidenceImageSchema) });
/** Images of a class whose label is surest, as examples of it. */
export type TypicalImages = Immutable<v.InferOutput<typeof typicalImagesSchema>>;

/** Images of each class shown as typical. */
const TYPICAL_COUNT = 6;
const DIGITS = 1e4;

/** What of the findings the evidence refers to. */
export type EvidenceSubjects = Pick<Findings, 'paths' | 'labels' | 'classes' | 'order' | 'isLabelIssue'>;

/** Hands out places for the pixels of images that have any, the same for the same image, as long as there is room. */
export class PixelSlots {
  /** Images by slot. */
  readonly images: ImageIndex[] = [];
  private readonly slotOf = new Map<ImageIndex, number>();
  private readonly room: number;
  private readonly hasPixels: (image: ImageIndex) => boolean;

  constructor(room: number, hasPixels: (image: ImageIndex) => boolean = () => true) {
    this.room = room;
    this.hasPixels = hasPixels;
  }

  take(image: ImageIndex): PixelSlot {
    const known = this.slotOf.get(image);
    if (known !== undefined || this.images.length >= this.room || !this.hasPixels(image)) return known;
    const slot = this.images.push(image) - 1;
    this.slotOf.set(image, slot);
    return slot;
  }
}

/** What is known of the images besides the predictions, as far as it is. */
export interface KnownEvidence {
  readonly learned?: LearnedEvidence | undefined;
  readonly offTopic?: OffTopicImages | undefined;
  /** In place of those that training has shown. */
  readonly neighbours?: Neighbours | undefined;
}

const NOTHING_LEARNED: LearnedEvidence = { opinions: [], epochs: 0, trajectories: new Float32Array() };

/** The evidence for every flagged image, in rank order. */
export function* suspectEvidence(
  findings: EvidenceSubjects,
  { learned = NOTHING_LEARNED, offTopic, neighbours = learned.neighbours }: KnownEvidence,
  slots: PixelSlots,
): Generator<SuspectEvidence> {
  const { paths, labels, classes, order, isLabelIssue } = findings;
  const { epochs, trajectories } = learned;
  const rowOf = new Map<number, number>();
  neighbours?.images.forEach((image, row) => rowOf.set(image, row));
  for (const [position, index] of order.entries()) {
    if (isLabelIssue[index] !== 1 && offTopic?.flags[index] !== 1) continue;
    const image = imageIndex(index);
    const trajectory = trajectories.subarray(image * epochs, (image + 1) * epochs);
    yield {
      path: paths[image]!,
      rank: rank(position + 1),
      pixels: slots.take(image),
      models: [...modelsOf(image)],
      trajectory: trajectory.some(Number.isNaN) ? [] : Array.from(trajectory, rounded),
      neighbours: [...neighboursOf(rowOf.get(image))],
      ...closenessOf(image),
    };
  }

  function closenessOf(image: ImageIndex): Pick<SuspectEvidence, 'closeness'> {
    if (offTopic?.flags[image] !== 1) return {};
    const { own, best, closest } = offTopic.closeness;
    const usual = offTopic.usual[closest[image]!]!;
    return {
      closeness: {
        closestLabel: classes[closest[image]!]!,
        closeness: rounded(best[image]!),
        ownCloseness: rounded(own[image]!),
        usualLow: rounded(usual.low),
        usualHigh: rounded(usual.high),
      },
    };
  }

  function* modelsOf(image: ImageIndex): Generator<EvidenceModel> {
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
      const image = imageIndex(neighbours.neighbours[at]!);
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
    const image = imageIndex(order[position]!);
    const images = found[labels[image]!]!;
    if (isLabelIssue[image] === 1 || images.length === TYPICAL_COUNT) continue;
    images.push({ path: paths[image]!, pixels: slots.take(image) });
    missing--;
  }
  return classes.map((label, index) => ({ label, images: found[index]! }));
}

const rounded = (value: number): number => Math.round(value * DIGITS) / DIGITS;
