/** What the shards of a job hold, together: `shardTask.ts` makes it. */
import path from 'node:path';
import { CONTENT_HASH_WORDS } from '../../core/dataset/contentHash';
import type { PixelStore } from '../../core/dataset/dataset';
import type { KeptSentence } from '../../core/words/message';
import { mapSteps } from '../../core/steps';
import { describeDecoded, type DecodedDataset } from '../../dataset/decode/decodedDataset';
import type { DecodeAllOptions } from '../../dataset/decode/decodeJob';
import { describeOutput, type DecodeOutput, type OutputForm } from '../../dataset/decode/decodeOutput';
import { describeEncoder } from '../../encoder/encoder';
import type { Decode } from '../decodeForJudge';
import { jobFiles, readParcel, taskKey, type Job } from './jobFolder';
import { changedEncoder, planForm } from './plannedForms';

/** What a shard has made of its images. Images are counted from its first; arrays are of those that can be read. */
export interface ShardRows {
  /** Ascending. */
  readonly readable: Int32Array;
  /** Width and height of the originals in pixels, upright: two values an image. */
  readonly sizes: Int32Array;
  /** Of their files: `CONTENT_HASH_WORDS` an image. */
  readonly contentHashes: Uint32Array;
  /** By image that cannot be read. */
  readonly reasons: ReadonlyMap<number, KeptSentence>;
  /** As the plan's forms: a file in the shard's folder, and where in it the rows are. */
  readonly forms: readonly { readonly file: string; readonly places: Int32Array }[];
}

export const shardFile = ({ folder }: Job, shard: number): string =>
  path.join(jobFiles.shard(folder, shard), 'shard.bin');

/** Of the images that can be read, an `ImageLooks`. */
export const shardLooksFile = ({ folder }: Job, shard: number): string =>
  path.join(jobFiles.shard(folder, shard), 'looks.bin');

/** The rows of all shards; arrays are by image of the dataset. */
export interface JoinedRows {
  /** Position of the row in the file; −1 for an image that cannot be read. */
  readonly places: readonly Int32Array[];
  readonly files: readonly (readonly string[])[];
  /** The shard of each image. */
  readonly shardOf: Int32Array;
  readonly widths: Int32Array;
  readonly heights: Int32Array;
  readonly contentHashes: Uint32Array;
  readonly reasons: ReadonlyMap<number, KeptSentence>;
}

/** Yields how many images are known. @throws AppError `task-not-ready`. */
export async function* readRows(job: Job, signal: AbortSignal): AsyncGenerator<number, JoinedRows> {
  const { images, shards, forms } = job.plan;
  const joined = {
    places: forms.map(() => new Int32Array(images).fill(-1)),
    files: forms.map((): string[] => []),
    shardOf: new Int32Array(images),
    widths: new Int32Array(images),
    heights: new Int32Array(images),
    contentHashes: new Uint32Array(images * CONTENT_HASH_WORDS),
    reasons: new Map<number, KeptSentence>(),
  };
  for (const [shard, { first, count }] of shards.entries()) {
    signal.throwIfAborted();
    const key = taskKey(job, { kind: 'shard', shard });
    const rows = await readParcel<ShardRows>(shardFile(job, shard), key);
    joined.shardOf.fill(shard, first, first + count);
    rows.readable.forEach((at, i) => {
      const image = first + at;
      joined.widths[image] = rows.sizes[2 * i]!;
      joined.heights[image] = rows.sizes[2 * i + 1]!;
      const hash = rows.contentHashes.subarray(i * CONTENT_HASH_WORDS, (i + 1) * CONTENT_HASH_WORDS);
      joined.contentHashes.set(hash, image * CONTENT_HASH_WORDS);
    });
    for (const [form, { file, places }] of rows.forms.entries()) {
      joined.files[form]!.push(path.join(jobFiles.shard(job.folder, shard), file));
      rows.readable.forEach((at, i) => (joined.places[form]![first + at] = places[i]!));
    }
    for (const [at, reason] of rows.reasons) joined.reasons.set(first + at, reason);
    yield first + count;
  }
  return joined;
}

/** The rows of one form, of the images that can be read. */
export function storeOf({ places, files, shardOf }: JoinedRows, form: number): PixelStore {
  const isReadable = (place: number) => place >= 0;
  const ofForm = places[form]!;
  return {
    kind: 'files',
    files: files[form]!,
    fileOf: shardOf.filter((_, image) => isReadable(ofForm[image]!)),
    places: ofForm.filter(isReadable),
  };
}

/** What is done with rows where they are read. */
export type WhenRead = (
  rows: Pick<JoinedRows, 'places' | 'files'>,
  form: { readonly at: number; readonly form: OutputForm },
  options: Pick<DecodeAllOptions, 'cacheFolder' | 'signal'>,
) => AsyncGenerator<number, void>;

/** Instead of decoding images, reads where the shards have put them. */
export function createShardReader(job: Job, whenRead?: WhenRead): Decode {
  return async function* decode({ index, outputs, cacheFolder, signal }) {
    const total = index.paths.length;
    const progress = (done: number, unreadable = 0) =>
      ({ phase: 'decode', done, total, unreadable }) as const;
    const rows = yield* mapSteps(readRows(job, signal), (done) => progress(done));
    const unreadable = rows.reasons.size;
    yield progress(total, unreadable);
    const decoded: DecodedDataset[] = [];
    for (const output of outputs) {
      const at = placeOfForm(job, output);
      const form = await describeOutput(output, { describe: describeEncoder });
      if (whenRead !== undefined)
        yield* mapSteps(whenRead(rows, { at, form }, { cacheFolder, signal }), (done) =>
          progress(done, unreadable),
        );
      const facts = { ...rows, places: rows.places[at]! };
      decoded.push(
        describeDecoded({ ...form, index, reasons: rows.reasons, facts, store: storeOf(rows, at) }),
      );
    }
    return decoded;
  };
}

/** The plan has the forms that the same judge asks for again. @throws AppError `source-changed`. */
function placeOfForm({ plan }: Job, output: DecodeOutput): number {
  const form = planForm(output);
  const wanted = JSON.stringify(form);
  const at = plan.forms.findIndex((planned) => JSON.stringify(planned) === wanted);
  if (at < 0 && form.kind === 'onnx') throw changedEncoder(form.file);
  if (at < 0) throw new Error(`The plan does not know the form ${wanted}.`);
  return at;
}
