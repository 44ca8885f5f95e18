/** The images of a job as `plan` has found them, a file for each shard: no task lists the dataset again. */
import { readFile, stat } from 'node:fs/promises';
import { deserialize, serialize } from 'node:v8';
import { AppError } from '../../core/appError';
import type { DatasetIndex } from '../../core/dataset/dataset';
import type { ImagePlace } from '../../core/dataset/imagePlace';
import type { ShardRange } from '../../core/plan/divideIntoShards';
import { message } from '../../core/words/message';
import { writeFileAtomic } from '../../files/atomicWrite';
import { inParallel } from '../../files/inParallel';
import { imageFileOf } from '../../files/pictureBytes';
import { jobFiles, sha256, type Job } from './jobFolder';

/** What an image's file was like; negative where there was none. */
export interface FileStates {
  readonly bytes: Float64Array;
  /** To the millisecond: machines may see the same time with more or fewer digits. */
  readonly mtimesMs: Float64Array;
}

/** The images of a shard; arrays are parallel. */
export interface ShardImages {
  readonly paths: readonly string[];
  readonly labels: Int32Array;
  readonly places?: readonly (ImagePlace | undefined)[] | undefined;
  readonly states: FileStates;
}

const FILES_AT_ONCE = 32;
const REPORT_EVERY = 1000;

/** Looks at the file of every image, yielding how many are done; one that holds many is looked at once. */
export async function* lookAtFiles(
  index: Pick<DatasetIndex, 'root' | 'unpacked' | 'paths' | 'places'>,
  signal: AbortSignal,
): AsyncGenerator<number, FileStates> {
  const { paths, places } = index;
  const states = { bytes: new Float64Array(paths.length), mtimesMs: new Float64Array(paths.length) };
  const known = new Map<string, Promise<readonly [number, number]>>();
  const look = (image: number) => {
    const place = places?.[image];
    const file = imageFileOf(index, { path: paths[image]!, place });
    if (place === undefined) return stateOf(file);
    const looking = known.get(file) ?? stateOf(file);
    known.set(file, looking);
    return looking;
  };
  yield* inParallel(
    { count: paths.length, parallel: FILES_AT_ONCE, every: REPORT_EVERY, signal },
    async (image) => {
      [states.bytes[image], states.mtimesMs[image]] = await look(image);
    },
  );
  return states;
}

export async function stateOf(file: string): Promise<readonly [bytes: number, mtimeMs: number]> {
  const found = await stat(file).catch(() => undefined); // gone, or out of reach
  return found === undefined ? [-1, -1] : [found.size, Math.floor(found.mtimeMs)];
}

/** Bytes to be read for each image: of a member of an archive its own. */
export const bytesToRead = ({ places }: Pick<DatasetIndex, 'places'>, { bytes }: FileStates): Float64Array =>
  bytes.map((size, image) => places?.[image]?.range?.bytes ?? Math.max(size, 0));

/** @returns the key of the shard. @throws AppError `store-unwritable`. */
export async function writeShardImages(
  file: string,
  { paths, labels, places }: DatasetIndex,
  {
    states: { bytes, mtimesMs },
    range: { from, to },
  }: { readonly states: FileStates; readonly range: ShardRange },
): Promise<string> {
  const images: ShardImages = {
    paths: paths.slice(from, to),
    labels: labels.slice(from, to),
    places: places?.slice(from, to),
    states: { bytes: bytes.slice(from, to), mtimesMs: mtimesMs.slice(from, to) },
  };
  const content = serialize(images);
  await writeFileAtomic(file, [content]);
  return sha256(content);
}

/** @throws AppError `bad-plan` where they are not those of the plan. */
export async function readShardImages({ folder, plan }: Job, shard: number): Promise<ShardImages> {
  const file = jobFiles.images(folder, shard);
  const content = await readFile(file).catch(() => undefined); // told below
  if (content === undefined || sha256(content) !== plan.shards[shard]!.key)
    throw new AppError('bad-plan', message('plan-damaged', { file }));
  return deserialize(content) as ShardImages; // of `writeShardImages`, by its hash
}

/** The dataset of some images. */
export function indexOf(
  { plan: { request, dataset } }: Job,
  { paths, labels, places }: Omit<ShardImages, 'states'>,
): DatasetIndex {
  const { classes, labelSource, splits, skipped, warnings, unpacked } = dataset;
  const { root } = request;
  const images = { paths, labels, ...(places && { places }) };
  return { root, unpacked, labelSource, classes, ...images, splits, skipped, warnings };
}

/** The dataset as it was planned, yielding how many images are read. @throws AppError `bad-plan`. */
export async function* readIndex(job: Job): AsyncGenerator<number, DatasetIndex> {
  const { plan } = job;
  const paths: string[] = [];
  const labels = new Int32Array(plan.images);
  const places: (ImagePlace | undefined)[] = [];
  for (const [shard, { first }] of plan.shards.entries()) {
    const images = await readShardImages(job, shard);
    labels.set(images.labels, first);
    for (const image of images.paths) paths.push(image);
    for (const place of images.places ?? []) places.push(place);
    yield paths.length;
  }
  return indexOf(job, { paths, labels, places: plan.dataset.hasPlaces ? places : undefined });
}
