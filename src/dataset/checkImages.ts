import { setImmediate } from 'node:timers/promises';
import type { PixelSource } from '../core/dataset/dataset';
import { describeImages, type ImageDescriptions } from '../core/duplicates/describeImages';
import { findDuplicates } from '../core/duplicates/findDuplicates';
import { findFaults } from '../core/faults/findFaults';
import { measureImages, type ImageMeasures } from '../core/faults/measureImages';
import type { ImageChecks } from '../core/dataset/imageChecks';
import { openPixels } from '../files/pixels/openPixels';

/** What each image is like by itself: all that the checks need of most of them. */
export interface ImageLooks {
  readonly descriptions: ImageDescriptions;
  readonly measures: ImageMeasures;
}

export interface CheckImagesOptions {
  readonly pixels: PixelSource;
  /** Width and height of the originals, two values an image. */
  readonly sizes: Int32Array;
  /** What each image is like, where that is known already. */
  readonly looks?: ImageLooks | undefined;
  readonly signal: AbortSignal;
  /** How long others wait for their turn; a step takes its time in any case. */
  readonly turnMs?: number;
}

/** Checks in progress; training goes on meanwhile. */
export interface RunningChecks {
  /** What they found, once they are done. */
  readonly found: () => ImageChecks | undefined;
  /** Waits for them. */
  readonly finish: () => Promise<ImageChecks>;
  /** Ends them, even when they have failed. */
  readonly stop: () => Promise<void>;
}

/** Looks for copies and faults, here or elsewhere. */
export type StartChecks = (options: CheckImagesOptions) => RunningChecks;

/**
 * Starts to look for copies and faults among decoded images, on this thread in short turns: the models are trained in
 * threads of their own, so messages are all that has to wait, for a few milliseconds.
 */
export function startImageChecks(options: CheckImagesOptions): RunningChecks {
  const stopping = new AbortController();
  const signal = AbortSignal.any([options.signal, stopping.signal]);
  let checks: ImageChecks | undefined;
  const running = checkImages({ ...options, signal }).then((found) => (checks = found));
  const settled = running.then(
    () => undefined,
    () => undefined, // `finish` is where a failure is seen
  );
  return {
    found: () => checks,
    finish: () => running,
    stop: () => {
      stopping.abort();
      return settled;
    },
  };
}

const TURN_MS = 10;

async function checkImages(options: CheckImagesOptions): Promise<ImageChecks> {
  const { sizes, looks, signal, turnMs = TURN_MS } = options;
  const pixels = openPixels(options.pixels);
  try {
    const groups = await inTurns(findDuplicates(pixels, looks?.descriptions), { signal, turnMs });
    const measures = looks?.measures ?? (await inTurns(measureImages(pixels), { signal, turnMs }));
    return { groups, faults: findFaults({ measures, sizes }) };
  } finally {
    pixels.close();
  }
}

/** Looks at each image by itself. */
export async function lookAtImages(
  source: PixelSource,
  options: { readonly signal: AbortSignal; readonly turnMs: number },
): Promise<ImageLooks> {
  const pixels = openPixels(source);
  try {
    const descriptions = await inTurns(describeImages(pixels), options);
    return { descriptions, measures: await inTurns(measureImages(pixels), options) };
  } finally {
    pixels.close();
  }
}

async function inTurns<R>(
  steps: Generator<void, R>,
  { signal, turnMs }: { readonly signal: AbortSignal; readonly turnMs: number },
): Promise<R> {
  for (;;) {
    signal.throwIfAborted();
    const end = performance.now() + turnMs;
    do {
      const step = steps.next();
      if (step.done === true) return step.value;
    } while (performance.now() < end);
    await setImmediate();
  }
}
