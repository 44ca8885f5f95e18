import * as v from 'valibot';
import { isContradiction } from '../duplicates/isContradiction';
import type { DuplicateGroup } from '../duplicates/findDuplicates';
import { IMAGE_FAULTS, type FaultyImages, type ImageFault } from '../faults/findFaults';
import type { Immutable } from '../immutable';
import { imagePathSchema } from './imagePath';
import { splitOf } from './splits';

/** What the pixels of the images say without a network. */
export interface ImageChecks {
  readonly groups: readonly DuplicateGroup[];
  readonly faults: FaultyImages;
}

/** A record with a value for every fault. */
export function mapFaults<T>(valueOf: (fault: ImageFault) => T): Record<ImageFault, T> {
  // Every key is set, from the list that the type is made of.
  return Object.fromEntries(IMAGE_FAULTS.map((fault) => [fault, valueOf(fault)])) as Record<ImageFault, T>;
}

export const copiedPathsSchema = v.object({
  /** Ascending, at least two. */
  paths: v.array(imagePathSchema),
  /** Equal pixel by pixel at the size that they were decoded to. */
  isExact: v.boolean(),
});
/** Copies of one picture. */
export type CopiedPaths = Immutable<v.InferOutput<typeof copiedPathsSchema>>;

export const faultyPathsSchema = v.object(mapFaults(() => v.array(imagePathSchema)));

/** What the checks of a run have found, by path. */
export interface ChecksByPath {
  readonly groups: readonly CopiedPaths[];
  readonly faults: Immutable<v.InferOutput<typeof faultyPathsSchema>>;
}

/** The images that the checks have found something about. */
export function checkedPaths({ groups, faults }: ChecksByPath): Set<string> {
  const paths = new Set(groups.flatMap((group) => group.paths));
  for (const faulty of Object.values(faults)) for (const image of faulty) paths.add(image);
  return paths;
}

const groupCountsSchema = v.object({ groups: v.number(), images: v.number() });
export type GroupCounts = Immutable<v.InferOutput<typeof groupCountsSchema>>;

export const checkSummarySchema = v.object({
  /** Copies of one picture. */
  duplicates: groupCountsSchema,
  /** Groups of copies whose labels differ. */
  contradictions: groupCountsSchema,
  /** Groups of copies that lie in different splits. */
  leaks: groupCountsSchema,
  faults: v.object(mapFaults(() => v.number())),
});
/** The counts of a run's checks, in `run.json`. */
export type CheckSummary = Immutable<v.InferOutput<typeof checkSummarySchema>>;

export interface CheckedImages {
  readonly paths: readonly string[];
  /** Class indices. */
  readonly labels: Int32Array;
  /** Top-level folders that are splits. */
  readonly splits: readonly string[];
}

/** Whether copies lie in different splits: what a model was trained on is then part of what it is judged by. */
export function isLeak(paths: readonly string[], splits: readonly string[]): boolean {
  return splits.length > 0 && new Set(paths.map((image) => splitOf(image, splits))).size > 1;
}

export function summarizeChecks(
  { groups, faults }: ImageChecks,
  { paths, labels, splits }: CheckedImages,
): CheckSummary {
  const pathsOf = ({ images }: DuplicateGroup) => Array.from(images, (image) => paths[image]!);
  return {
    duplicates: countGroups(groups),
    contradictions: countGroups(groups.filter((group) => isContradiction(group, labels))),
    leaks: countGroups(groups.filter((group) => isLeak(pathsOf(group), splits))),
    faults: mapFaults((fault) => faults[fault].length),
  };
}

const countGroups = (groups: readonly DuplicateGroup[]): GroupCounts => ({
  groups: groups.length,
  images: groups.reduce((sum, { images }) => sum + images.length, 0),
});

/** The same checks where image `i` stands at `places[i]`, or is left out where that is negative. Places ascend. */
export function relocateChecks({ groups, faults }: ImageChecks, places: Int32Array): ImageChecks {
  const relocate = (images: Int32Array) =>
    images.map((image) => places[image]!).filter((place) => place >= 0);
  return {
    groups: groups
      .map((group) => ({ ...group, images: relocate(group.images) }))
      .filter(({ images }) => images.length > 1),
    faults: mapFaults((fault) => relocate(faults[fault])),
  };
}

export const NO_CHECKS: ChecksByPath = { groups: [], faults: mapFaults(() => []) };
