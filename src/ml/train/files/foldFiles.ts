/** The folds of a training as files: any process that sees the folder can train one of them, and leaves its result there. */
import { readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import { deserialize, serialize } from 'node:v8';
import { assertNever } from '../../../core/assertNever';
import { bytesPerImage } from '../../../core/dataset/pixels/bytesPerImage';
import type { PixelSource, PixelStore } from '../../../core/dataset/dataset';
import type { TrainingProgress } from '../../../core/run/progress';
import type { BackendInfo } from '../../../core/run/trainingPlan';
import { systemErrorCode } from '../../../core/systemErrorCode';
import { DamagedArrays, readArraysFile, writeArraysFile } from './arraysFile';
import { writeFileAtomic } from '../../../files/atomicWrite';
import { relativeTo } from '../../../files/insideOf';
import { checkpointFile, type CheckpointPlace } from '../checkpoint';
import { foldsOf } from '../epochImages';
import { describeResumed, type FoldSchedule } from '../foldSchedule';
import type { FoldInputs, FoldResult } from '../foldTask';
import { ProgressMeter } from '../progressMeter';

interface InputsFile {
  readonly key: string;
  readonly inputs: FoldInputs;
}

/** What the model of a fold has learnt, and what it was trained on. */
export interface TrainedFold {
  readonly backend: BackendInfo;
  readonly result: FoldResult;
}

interface ResultHead extends Omit<TrainedFold, 'result'> {
  readonly key: string;
  readonly result: Omit<FoldResult, 'predProbs' | 'trajectories'>;
}

export const foldInputsFile = (folder: string) => path.join(folder, 'inputs.bin');
/** In the folder. */
const PIXELS_FILE = 'pixels.u8';
export const foldResultFile = (folder: string, fold: number) => path.join(folder, `result-${fold}.bin`);

/**
 * Writes what every fold needs. Images that are in files already stay there: whoever trains has to see them in the same
 * place, beside the folder. @throws AppError `store-unwritable`.
 */
export async function writeFoldInputs({ folder, key }: CheckpointPlace, inputs: FoldInputs): Promise<void> {
  const images = await imagesInFile(folder, inputs.images);
  const content: InputsFile = { key, inputs: { ...inputs, images } };
  await writeFileAtomic(foldInputsFile(folder), [serialize(content)]);
}

async function imagesInFile(folder: string, images: PixelSource): Promise<PixelSource> {
  const { count, store } = images;
  if (store.kind !== 'memory')
    return { ...images, store: mapFiles(store, (file) => relativeTo(folder, file)) };
  const pixels = store.data.subarray(0, count * bytesPerImage(images));
  await writeFileAtomic(path.join(folder, PIXELS_FILE), [pixels]);
  const places = Int32Array.from({ length: count }, (_, image) => image);
  return { ...images, store: { kind: 'file', file: PIXELS_FILE, places } };
}

/** Images that lie in other files. */
function mapFiles(store: PixelStore, toFile: (file: string) => string): PixelStore {
  switch (store.kind) {
    case 'memory':
      return store;
    case 'file':
      return { ...store, file: toFile(store.file) };
    case 'files':
      return { ...store, files: store.files.map(toFile) };
  }
}

/**
 * What the folds are trained on. The folder may be elsewhere for another machine; what is named relative to it is found there.
 * @throws the system's error where the inputs cannot be read.
 */
export async function readFoldInputs(folder: string): Promise<InputsFile> {
  const { key, inputs } = deserialize(await readFile(foldInputsFile(folder))) as InputsFile; // of `writeFoldInputs`
  const store = mapFiles(inputs.images.store, (file) => path.resolve(folder, file));
  return { key, inputs: { ...inputs, images: { ...inputs.images, store } } };
}

/** A fold to train, where and how. */
export interface FoldInFolder {
  readonly folder: string;
  readonly fold: number;
  readonly schedule: FoldSchedule;
  /** Threads that train it together: more than one change the rounding of sums. */
  readonly threads?: number;
  /** May throw where the result must not be written. */
  readonly beforeResult?: () => Promise<void>;
  readonly log: (message: string) => void;
  readonly signal: AbortSignal;
}

/**
 * Trains the model of one fold and leaves its result in the folder. A fold that has its result is not trained again, and
 * one that was interrupted goes on.
 * @throws AppError `store-unwritable`; what the schedule throws; the system's error where the inputs cannot be read.
 */
export async function* trainFoldInFolder({
  folder,
  fold,
  schedule,
  threads = 1,
  beforeResult,
  log,
  signal,
}: FoldInFolder): AsyncGenerator<TrainingProgress, void> {
  const { key, inputs: read } = await readFoldInputs(folder);
  const inputs = { ...read, plan: { ...read.plan, workers: threads } };
  const checkpoints: CheckpointPlace = { folder, key };
  if ((await readFoldResult(checkpoints, fold)) !== undefined) return;
  const progress = new ProgressMeter(inputs, [fold]);
  let backend: BackendInfo | undefined;
  for await (const event of schedule({ inputs, folds: [fold], checkpoints, signal }))
    switch (event.type) {
      case 'started':
        ({ backend } = event);
        break;
      case 'resumed':
        log(describeResumed(event, inputs.plan));
        progress.leaveOut(event.images);
        break;
      case 'progress':
        yield progress.add(fold, event.progress);
        break;
      case 'done': {
        if (backend === undefined) throw new Error('A fold was trained on nothing.');
        const { predProbs, trajectories, ...result } = event.result;
        const head: ResultHead = { key, backend, result };
        await beforeResult?.();
        await writeArraysFile(foldResultFile(folder, fold), { head, arrays: [predProbs, trajectories] });
        await rm(checkpointFile(folder, fold), { force: true });
        break;
      }
      default:
        assertNever(event);
    }
}

/** Reads what others have trained from the folder. Its events throw what `missing` makes of a fold that is not there. */
export function createFileSchedule(place: CheckpointPlace, missing: (fold: number) => Error): FoldSchedule {
  return async function* readFolds({ inputs, folds = foldsOf(inputs.plan) }) {
    let isStarted = false;
    for (const fold of folds) {
      const trained = await readFoldResult(place, fold);
      if (trained === undefined) throw missing(fold);
      const { backend, result } = trained;
      if (!isStarted) yield { type: 'started', backend };
      isStarted = true;
      yield { type: 'done', fold, result };
    }
  };
}

/**
 * What the model of a fold has learnt; undefined where it is not trained yet, on other inputs, or the file is damaged.
 * @throws the system's error where it cannot be read; RangeError where memory is too short.
 */
export async function readFoldResult(
  { folder, key }: CheckpointPlace,
  fold: number,
): Promise<TrainedFold | undefined> {
  try {
    const { head, arrays } = await readArraysFile(foldResultFile(folder, fold));
    const { backend, result, ...rest } = head as ResultHead; // of `trainFoldInFolder`
    const [predProbs, trajectories] = arrays;
    if (rest.key !== key || predProbs === undefined || trajectories === undefined) return undefined;
    return { backend, result: { ...result, predProbs, trajectories } };
  } catch (error) {
    const isMissing = error instanceof DamagedArrays || systemErrorCode(error) === 'ENOENT';
    if (!isMissing) throw error;
    return undefined; // it is made again
  }
}
