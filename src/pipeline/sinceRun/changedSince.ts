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
    const found = await hashOf(() => createImageReader(now, room).read(image, place));
    isReplaced[i] = found !== undefined && found !== contentHash;
  });
  if (toRead.length > 0) await runSteps(reading);
  for (const [i, { path: image }] of toRead.entries())
    if (isReplaced[i]) unplaced.push({ path: image, why: 'replaced' });
  const missing: string[] = [];
  const newImages = gone.length === 0 ? new Map<string, number[]>() : imagesByName(now, decided);
  for (const said of gone) if (!(await isTakenOver(said, now, newImages))) missing.push(said.path);
  return { unplaced, missing };
}

/** What a name that was taken already ends in when an image moves to its class. */
const NUMBERED = /-\d+$/u;

const nameKey = (label: string, stem: string, ext: string) => [label.normalize(), stem, ext].join('\0');

/** The images that no decision is about, by class and name, with the number behind it and without. */
function imagesByName(
  { paths, classes, labels }: DatasetIndex,
  decided: readonly PlacedDecision[],
): ReadonlyMap<string, readonly number[]> {
  const isKnown = new Set(decided.map(({ path: image }) => image));
  const images = new Map<string, number[]>();
  for (const [index, image] of paths.entries()) {
    if (isKnown.has(image)) continue;
    const { name, ext } = path.parse(image);
    for (const stem of new Set([name, name.replace(NUMBERED, '')])) {
      const key = nameKey(classes[labels[index]!]!, stem, ext);
      const namesakes = images.get(key);
      if (namesakes === undefined) images.set(key, [index]);
      else namesakes.push(index);
    }
  }
  return images;
}

/** Whether the dataset has done what was decided: an excluded image is gone, a relabelled one lies in the folder of its class. */
async function isTakenOver(
  { path: image, contentHash, decision }: PlacedDecision,
  now: DatasetIndex,
  newImages: ReadonlyMap<string, readonly number[]>,
): Promise<boolean> {
  if (decision.action === 'exclude') return true;
  if (decision.action !== 'relabel' || contentHash === undefined) return false;
  const { name, ext } = path.parse(image);
  const reader = createImageReader(now, openDecodeRoom(undefined));
  for (const index of newImages.get(nameKey(decision.label, name, ext)) ?? []) {
    const read = () => reader.read(now.paths[index]!, now.places?.[index]);
    if ((await hashOf(read)) === contentHash) return true;
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
