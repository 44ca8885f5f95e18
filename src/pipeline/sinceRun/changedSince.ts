import path from 'node:path';
import { contentHashAt } from '../../core/dataset/contentHash';
import type { DatasetIndex } from '../../core/dataset/dataset';
import { isAbout, type DecidedImage } from '../../core/review/decidedImage';
import type { UnplacedDecision } from '../../core/review/placement';
import type { Decision } from '../../core/review/review';
import { runSteps } from '../../core/steps';
import { systemErrorCode } from '../../core/systemErrorCode';
import { openDecodeRoom } from '../../dataset/decode/decodeRoom';
import { ImageRefusal } from '../../dataset/decode/formats/imageRefusal';
import { createImageReader, type ReadImage } from '../../dataset/decode/reader/imageReader';
import { inParallel } from '../../files/inParallel';

/** An image as a run has it, with the decision that is placed there. */
export interface PlacedDecision extends DecidedImage {
  readonly decision: Decision;
}

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
  decided: readonly PlacedDecision[],
  now: DatasetIndex,
  signal: AbortSignal,
): Promise<ChangedSince> {
  const imageOf = new Map(now.paths.map((image, index) => [image, index]));
  const unplaced: UnplacedDecision[] = [];
  const gone: PlacedDecision[] = [];
  const toRead: PlacedDecision[] = [];
  for (const said of decided) {
    const { path: image, givenLabel: was } = said;
    const index = imageOf.get(image);
    const is = index === undefined ? undefined : now.classes[now.labels[index]!]!;
    if (is === undefined) gone.push(said);
    else if (!isAbout(said, { path: image, givenLabel: is }))
      unplaced.push({ path: image, why: 'label', was, is });
    else if (said.contentHash !== undefined) toRead.push(said);
  }
  const work = { count: toRead.length, parallel: FILES_AT_ONCE, every: toRead.length, signal };
  const room = openDecodeRoom(undefined);
  const isReplaced = new Array<boolean>(toRead.length).fill(false);
  const reading = inParallel(work, async (i) => {
    const { path: image, contentHash } = toRead[i]!;
    const place = now.places?.[imageOf.get(image)!];
    const found = await hashOf(() => createImageReader(now.root, room).read(image, place));
    isReplaced[i] = found !== undefined && found !== contentHash;
  });
  if (toRead.length > 0) await runSteps(reading);
  for (const [i, { path: image }] of toRead.entries())
    if (isReplaced[i]) unplaced.push({ path: image, why: 'replaced' });
  const isKnown = new Set(decided.map(({ path: image }) => image));
  const missing: string[] = [];
  for (const said of gone) if (!(await isTakenOver(said, now, isKnown))) missing.push(said.path);
  return { unplaced, missing };
}

/** Whether the dataset has done what was decided: an excluded image is gone, a relabelled one lies in the folder of its class. */
async function isTakenOver(
  { path: image, contentHash, decision }: PlacedDecision,
  now: DatasetIndex,
  isKnown: ReadonlySet<string>,
): Promise<boolean> {
  if (decision.action === 'exclude') return true;
  if (decision.action !== 'relabel' || contentHash === undefined) return false;
  const label = decision.label.normalize();
  const name = path.parse(image);
  const reader = createImageReader(now.root, openDecodeRoom(undefined));
  for (const [index, other] of now.paths.entries()) {
    const { name: stem, ext } = path.parse(other);
    const isNamesake = stem.startsWith(name.name) && ext === name.ext;
    if (!isNamesake || isKnown.has(other)) continue;
    if (now.classes[now.labels[index]!]!.normalize() !== label) continue;
    if ((await hashOf(() => reader.read(other, now.places?.[index]))) === contentHash) return true;
  }
  return false;
}

/** Undefined for a file that cannot be read: what is in it now is not known. */
async function hashOf(read: () => Promise<ReadImage>): Promise<string | undefined> {
  try {
    return contentHashAt(Uint32Array.from((await read()).contentHash()), 0);
  } catch (error) {
    if (error instanceof ImageRefusal || systemErrorCode(error) !== undefined) return undefined;
    throw error;
  }
}
