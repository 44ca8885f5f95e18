import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { deserialize, serialize } from 'node:v8';
import type { RngState } from '../../core/rng';
import { temporaryBeside } from '../../files/atomicWrite';
import { makeFolder } from '../../files/makeFolder';
import type { AdamState } from './adam';

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
  /** Undefined when there is none, or it is damaged: training then starts from the beginning. */
  load(): FoldState | undefined;
  /** Replaces the state, now and then: not more often than pays. */
  save(state: () => Promise<FoldState>): Promise<void>;
}

/** Epochs that are lost with a shorter training are quickly made again. */
const LEAST_INTERVAL_MS = 2000;

/** Where the state of one fold's model is kept. */
export const checkpointFile = (folder: string, fold: number) => path.join(folder, `fold-${fold}.bin`);

export function openCheckpoint({ folder, key }: CheckpointPlace, fold: number): Checkpoint {
  const file = checkpointFile(folder, fold);
  let savedAtMs = performance.now();
  return {
    load: () => {
      try {
        // Written by `save`; a file that was cut off does not deserialize, and any other has another key.
        const content = deserialize(readFileSync(file)) as {
          readonly key: string;
          readonly state: FoldState;
        };
        return content.key === key ? content.state : undefined;
      } catch {
        return undefined;
      }
    },
    save: async (state) => {
      if (performance.now() - savedAtMs < LEAST_INTERVAL_MS) return;
      try {
        await makeFolder(folder);
        // A name of its own: another process may be training the same fold.
        const temporary = temporaryBeside(file);
        try {
          writeFileSync(temporary, serialize({ key, state: await state() }));
          renameSync(temporary, file);
        } catch {
          // A full or read-only disk: a run that is killed then starts from the beginning.
          rmSync(temporary, { force: true });
        }
      } catch {
        // The same.
      }
      savedAtMs = performance.now();
    },
  };
}
