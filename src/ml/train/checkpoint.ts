import path from 'node:path';
import type { RngState } from '../../core/rng';
import type { AdamState } from './adam';
import { readArraysFile, writeArraysFile } from './files/arraysFile';

/** Where the state of a training is kept until it has ended. */
export interface CheckpointPlace {
  readonly folder: string;
  /** Of everything that decides the training: a state of another key is not used. */
  readonly key: string;
}

/** A model in training, after some of its epochs. */
export interface FoldState {
  readonly epochsDone: number;
  readonly weights: Float32Array;
  readonly adam: AdamState;
  readonly order: Int32Array;
  readonly rngs: readonly RngState[];
  readonly predProbs: Float32Array;
  readonly trajectories: Float32Array;
  readonly meanLoss: readonly number[];
  readonly trainAccuracy: readonly number[];
  /** Of losses with a memory. */
  readonly targets?: Float32Array | undefined;
}

/** The state of one fold's model on disk. */
export interface Checkpoint {
  /** Undefined when there is none, or it cannot be used: training then starts from the beginning. */
  load(): Promise<FoldState | undefined>;
  /** Replaces the state, now and then: not more often than pays. */
  save(state: () => Promise<FoldState>): Promise<void>;
}

/** Of a file: a state without its long arrays, which grow with the images. */
interface CheckpointHead {
  readonly key: string;
  readonly state: Omit<FoldState, 'weights' | 'predProbs' | 'trajectories' | 'targets'>;
}

/** Epochs that are lost with a shorter training are quickly made again. */
const LEAST_INTERVAL_MS = 2000;

/** Where the state of one fold's model is kept. */
export const checkpointFile = (folder: string, fold: number) => path.join(folder, `fold-${fold}.bin`);

export function openCheckpoint({ folder, key }: CheckpointPlace, fold: number): Checkpoint {
  const file = checkpointFile(folder, fold);
  let savedAtMs = performance.now();
  return {
    load: async () => {
      try {
        const { head, arrays } = await readArraysFile(file);
        const { state, ...saved } = head as CheckpointHead; // of `save`
        const [weights, predProbs, trajectories, targets] = arrays;
        if (saved.key !== key || !weights || !predProbs || !trajectories) return undefined;
        return { ...state, weights, predProbs, trajectories, targets };
      } catch {
        return undefined;
      }
    },
    save: async (state) => {
      if (performance.now() - savedAtMs < LEAST_INTERVAL_MS) return;
      try {
        const { weights, predProbs, trajectories, targets, ...others } = await state();
        const head: CheckpointHead = { key, state: others };
        const arrays = [weights, predProbs, trajectories, ...(targets ? [targets] : [])];
        // A crash of the computer costs the epochs since the beginning, and a flush costs each of them.
        await writeArraysFile(file, { head, arrays }, { durable: false });
      } catch {
        // A full or read-only disk: a run that is killed then starts from the beginning.
      }
      savedAtMs = performance.now();
    },
  };
}
