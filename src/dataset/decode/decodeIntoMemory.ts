import { AppError } from '../../core/appError';
import { message } from '../../core/words/message';
import type { DiskFailure } from '../cache/diskFailure';
import { describeDecoded, type DecodedDataset } from './decodedDataset';
import { decodeImages, isEmbedding } from './decodeImages';
import { progressOf, type DecodeJob, type DecodeProgress, type OutputJob } from './decodeJob';

/** The limit where they cannot be kept on disk. */
const MOST_BYTES_WITHOUT_DISK = 2 ** 31;

interface OutputInMemory extends OutputJob {
  readonly target: Uint8Array;
}

/** Decodes every image, into memory. @throws AppError `bad-setting`, `store-unwritable` when it does not suffice. */
export async function* decodeIntoMemory(
  job: DecodeJob,
  failure: DiskFailure,
): AsyncGenerator<DecodeProgress, readonly DecodedDataset[]> {
  const { options, reasons } = job;
  const { index } = options;
  const outputs = allocate(job, failure);
  for (const { facts } of outputs) facts.places.fill(-1);
  reasons.clear();
  const images = Int32Array.from(index.paths.keys());
  const work = outputs.map((output) => ({ ...output, places: images }));
  const decoding = decodeImages({ ...options, images, reasons, outputs: work });
  const embedding = isEmbedding(work);
  for await (const done of decoding) yield progressOf(job, done, { embedding });
  return outputs.map((output) => {
    const data = closeGaps(output);
    return describeDecoded({ ...output, index, reasons, store: { kind: 'memory', data } });
  });
}

function allocate({ options, outputs }: DecodeJob, failure: DiskFailure): readonly OutputInMemory[] {
  const count = options.index.paths.length;
  const bytes = outputs.reduce((sum, { bytesPerRow }) => sum + count * bytesPerRow, 0);
  const size = { bytes };
  if (bytes > MOST_BYTES_WITHOUT_DISK)
    throw new AppError(
      'store-unwritable',
      message('pixels-do-not-fit-disk', { size, folder: options.cacheFolder, code: failure.systemCode }),
      { cause: failure },
    );
  try {
    return outputs.map((output) => ({
      ...output,
      target: new Uint8Array(new SharedArrayBuffer(count * output.bytesPerRow)),
    }));
  } catch (cause) {
    throw new AppError('bad-setting', message('pixels-do-not-fit-memory', { size }), { cause });
  }
}

/** Moves the rows of readable images to the front. */
function closeGaps({ target, facts: { places }, bytesPerRow: size }: OutputInMemory): Uint8Array {
  const readable = places.filter((place) => place >= 0);
  readable.forEach((place, at) => target.copyWithin(at * size, place * size, (place + 1) * size));
  return target.subarray(0, readable.length * size);
}
