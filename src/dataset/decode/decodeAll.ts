import { describeEncoder, openEncoder } from '../../encoder/encoder';
import { AppError } from '../../core/appError';
import { message } from '../../core/words/message';
import { DiskFailure } from '../cache/diskFailure';
import { decodeIntoMemory } from './decodeIntoMemory';
import { createJob, progressOf, type DecodeAllOptions, type DecodeProgress } from './decodeJob';
import type { DecodedDataset } from './decodedDataset';
import { decodeThroughCache } from './decodeThroughCache';
import { tuneForManyImages } from './openImage';

const ENCODERS = { describe: describeEncoder, open: openEncoder };

/**
 * Reads every image of which the cache lacks an output, once, makes what is missing, and adds it to the cache; an interrupted
 * run has added what it has made. Where the disk cannot hold the cache, all is made in memory. An image that cannot be read
 * for one output is unreadable for all.
 * @returns a dataset for each output.
 * @throws AppError `bad-setting`, `store-unwritable` when neither holds them; what an encoder throws.
 */
export async function* decodeAll(
  options: DecodeAllOptions,
): AsyncGenerator<DecodeProgress, readonly DecodedDataset[]> {
  tuneForManyImages();
  const job = await createJob({ encoders: ENCODERS, ...options });
  yield progressOf(job, 0);
  try {
    return yield* decodeThroughCache(job);
  } catch (error) {
    if (!(error instanceof DiskFailure)) throw error;
    if (options.isInFiles === true) {
      const where = { file: options.cacheFolder, code: error.systemCode };
      throw new AppError('store-unwritable', message('store-unwritable', where), { cause: error });
    }
    return yield* decodeIntoMemory(job, error);
  }
}
