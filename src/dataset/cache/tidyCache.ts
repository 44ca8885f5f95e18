import { AppError } from '../../core/appError';
import { systemErrorCode } from '../../core/systemErrorCode';
import type { CacheEntry } from './cacheIndex';
import { getFacts, type DecodedFacts } from '../decode/decodedFacts';
import type { RowCache } from './rowCache';

/**
 * Moves the last rows into the gaps that unreadable and removed images have left, and writes the index of what remains.
 * A crash in between leaves places that match no hash, or no index.
 */
export async function tidyCache(
  cache: RowCache,
  {
    names,
    facts,
    signal,
  }: { readonly names: readonly string[]; readonly facts: DecodedFacts; readonly signal: AbortSignal },
): Promise<void> {
  const { places } = facts;
  const images = Int32Array.from(places.keys()).filter((image) => places[image]! >= 0);
  const holes = freePlaces(places);
  try {
    for (const image of images) {
      if (places[image]! < images.length) continue;
      signal.throwIfAborted();
      const hole = holes.next().value;
      await cache.copy(places[image]!, hole);
      places[image] = hole;
    }
    await cache.rewrite(entries(), images.length);
  } catch (error) {
    // A full disk costs time in the next run; all rows are still where `places` says.
    if (!(error instanceof AppError) && systemErrorCode(error) === undefined) throw error;
  }

  function* entries(): Generator<CacheEntry> {
    for (const image of images) yield { name: names[image]!, row: getFacts(facts, image) };
  }
}

/** Ascending, without end. */
export function* freePlaces(places: Int32Array): Generator<number, never> {
  const isTaken = new Uint8Array(places.reduce((most, place) => Math.max(most, place + 1), 0));
  for (const place of places) if (place >= 0) isTaken[place] = 1;
  for (let place = 0; ; place++) if (isTaken[place] !== 1) yield place;
}
