import type { Progress as PipelineProgress } from '../core/run/progress';
import { runSteps } from '../core/steps';
import { describeProgress, progressShare01 } from '../core/words/describeProgress';
import { ENGLISH } from '../core/words/message';

/** How far long work is. */
export interface Progress {
  /** What is being done: finding images, decoding them, training, …; phases may come more than once. */
  readonly phase:
    'discover' | 'decode' | 'train' | 'predictions' | 'detect' | 'thumbnails' | 'compare' | 'write' | 'tasks';
  /** The same as a line for people, such as `Reading the images: 512 of 2,000`. */
  readonly text: string;
  /** The share of the phase that is done, 0 to 1; absent while its length is not known. */
  readonly share01?: number;
  /** Seconds until the phase is over; absent while there is too little to estimate from. */
  readonly secondsLeft?: number;
}

/** How to follow long work, and to give it up. */
export interface Watch {
  /** Gives the work up: it rejects with the reason of the signal, and what it has begun to write is not used. */
  readonly signal?: AbortSignal;
  /** Told of each step, up to some hundred times a second. */
  readonly onProgress?: (progress: Progress) => void;
}

/** Does the work to its end and tells how far it is. @throws the reason of the signal, once that is aborted. */
export async function runWatched<R>(
  start: (signal: AbortSignal) => AsyncGenerator<PipelineProgress, R>,
  { signal = new AbortController().signal, onProgress }: Watch,
): Promise<R> {
  signal.throwIfAborted();
  try {
    const result = await runSteps(start(signal), (step) => onProgress?.(toProgress(step)));
    // Some work ends early when it is given up.
    signal.throwIfAborted();
    return result;
  } catch (error) {
    signal.throwIfAborted();
    throw error;
  }
}

function toProgress(step: PipelineProgress): Progress {
  const share01 = progressShare01(step);
  const secondsLeft = 'secondsLeft' in step ? step.secondsLeft : undefined;
  return {
    phase: step.phase,
    text: describeProgress(step, ENGLISH),
    ...(share01 !== undefined && { share01 }),
    ...(secondsLeft !== undefined && { secondsLeft }),
  };
}
