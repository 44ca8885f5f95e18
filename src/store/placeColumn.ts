import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import * as v from 'valibot';
import { imagePlaceSchema, type ImagePlace } from '../core/dataset/imagePlace';
import { message } from '../core/words/message';
import { systemErrorCode } from '../core/systemErrorCode';
import { writeFileAtomic } from '../files/atomicWrite';
import { damaged } from '../files/csvFile';

const LINES_PER_CHUNK = 10_000;
const lineSchema = v.nullable(imagePlaceSchema);

/** Writes where the images of a run are, a line each: JSON, `null` for a whole file at the image's path. @throws AppError `store-unwritable`. */
export const writePlaces = (file: string, places: readonly (ImagePlace | undefined)[]): Promise<void> =>
  writeFileAtomic(file, placeLines(places));

function* placeLines(places: readonly (ImagePlace | undefined)[]): Generator<string> {
  for (let start = 0; start < places.length; start += LINES_PER_CHUNK)
    yield places
      .slice(start, start + LINES_PER_CHUNK)
      .map((place) => `${JSON.stringify(place ?? null)}\n`)
      .join('');
}

/** @throws AppError `run-damaged` where the file does not say for each of so many images where it is. */
export async function readPlaces(file: string, images: number): Promise<readonly (ImagePlace | undefined)[]> {
  const places: (ImagePlace | undefined)[] = [];
  try {
    const lines = createInterface({ input: createReadStream(file, { encoding: 'utf8' }) });
    for await (const line of lines) {
      const read = v.safeParse(lineSchema, JSON.parse(line));
      if (!read.success) throw damaged(file, message('file-no-place', { line: `${places.length + 1}` }));
      places.push(read.output ?? undefined);
    }
  } catch (cause) {
    const why = cause instanceof SyntaxError ? message('file-no-json-lines') : systemErrorCode(cause);
    if (why === undefined) throw cause;
    throw damaged(file, why, cause);
  }
  if (places.length !== images)
    throw damaged(file, message('file-image-count', { found: places.length, images }));
  return places;
}
