import type { ImageShape } from '../../src/core/dataset/dataset';
import { findDuplicates } from '../../src/core/duplicates/findDuplicates';
import { measureImages } from '../../src/core/faults/measureImages';
import { pixelsInMemory } from '../../src/core/dataset/pixelsInMemory';

/** Images one after another. */
export interface ImageArray extends ImageShape {
  readonly data: Uint8Array;
}

/** Images with known copies: image `i` shows the picture `pictureOf[i]`. */
export interface PlantedImages {
  readonly pixels: ImageArray;
  readonly pictureOf: Int32Array;
  /** How each copy was made; undefined for originals. */
  readonly kindOf: readonly (string | undefined)[];
}

export interface DuplicateFigures {
  /** CPU time, which other work on the machine changes less. */
  readonly secondsToFind: number;
  readonly secondsToMeasureFaults: number;
  /** Found copies by kind, of how many. */
  readonly recall: ReadonlyMap<string, { readonly found: number; readonly planted: number }>;
  /** Images that are in a group without a copy of theirs. */
  readonly mistakes: number;
}

/** Looks for the copies and counts those found, and what was taken for a copy. */
export function measureDuplicates({ pictureOf, kindOf, ...planted }: PlantedImages): DuplicateFigures {
  const pixels = pixelsInMemory(planted.pixels);
  const started = cpuSeconds();
  const groups = finish(findDuplicates(pixels));
  const found = cpuSeconds();
  finish(measureImages(pixels));
  const measured = cpuSeconds();

  const isFound = new Uint8Array(pixels.count);
  let mistakes = 0;
  for (const { images } of groups)
    for (const image of images) {
      const hasCopy = images.some((other) => other !== image && pictureOf[other] === pictureOf[image]);
      if (hasCopy) isFound[image] = 1;
      else mistakes++;
    }
  const recall = new Map<string, { found: number; planted: number }>();
  for (const [image, kind] of kindOf.entries()) {
    if (kind === undefined) continue;
    const counts = recall.get(kind) ?? { found: 0, planted: 0 };
    recall.set(kind, { found: counts.found + isFound[image]!, planted: counts.planted + 1 });
  }
  return {
    secondsToFind: found - started,
    secondsToMeasureFaults: measured - found,
    recall,
    mistakes,
  };
}

/** Of the whole process; there is one thread to speak of. */
function cpuSeconds(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
}

function finish<R>(steps: Generator<void, R>): R {
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
  }
}
