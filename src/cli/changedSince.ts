import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { contentHashAt } from '../core/dataset/contentHash';
import type { DatasetIndex } from '../core/dataset/dataset';
import type { DecidedImage } from '../core/review/decidedImage';
import type { UnplacedDecision } from '../core/review/placement';
import { runSteps } from '../core/steps';
import { systemErrorCode } from '../core/systemErrorCode';
import { hashContent } from '../dataset/decode/imageFile';
import { inParallel } from '../files/inParallel';

/** What has become of decided images since a run, which no search has seen yet. */
export interface ChangedSince {
  /** Their decisions are about another label or picture than there is now. */
  readonly unplaced: readonly UnplacedDecision[];
  /** Gone, or somewhere else: their decisions are still about the images of the run. */
  readonly missing: readonly string[];
}

const FILES_AT_ONCE = 8;

/** Compares decided images, as a run has them, with the labels and files as they are now. */
export async function findChangedSince(
  decided: readonly DecidedImage[],
  now: DatasetIndex,
  signal: AbortSignal,
): Promise<ChangedSince> {
  const imageOf = new Map(now.paths.map((image, index) => [image, index]));
  const unplaced: UnplacedDecision[] = [];
  const missing: string[] = [];
  const toRead: DecidedImage[] = [];
  for (const image of decided) {
    const index = imageOf.get(image.path);
    const is = index === undefined ? undefined : now.classes[now.labels[index]!]!;
    if (is === undefined) missing.push(image.path);
    else if (is !== image.givenLabel)
      unplaced.push({ path: image.path, why: 'label', was: image.givenLabel, is });
    else if (image.contentHash !== undefined) toRead.push(image);
  }
  const work = { count: toRead.length, parallel: FILES_AT_ONCE, every: toRead.length, signal };
  const reading = inParallel(work, async (i) => {
    const { path: image, contentHash } = toRead[i]!;
    const found = await hashOf(path.join(now.root, image));
    if (found !== undefined && found !== contentHash) unplaced.push({ path: image, why: 'replaced' });
  });
  if (toRead.length > 0) await runSteps(reading);
  return { unplaced, missing };
}

/** Undefined for a file that cannot be read: what is in it now is not known. */
async function hashOf(file: string): Promise<string | undefined> {
  try {
    return contentHashAt(Uint32Array.from(hashContent(await readFile(file))), 0);
  } catch (error) {
    if (systemErrorCode(error) === undefined) throw error;
    return undefined;
  }
}
