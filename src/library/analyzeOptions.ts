import path from 'node:path';
import type { AnalyzeRequest } from '../core/run/analyzeRequest';
import type { IssueFilter } from '../core/run/issueFilter';
import {
  FILTER_OPTION,
  readOption,
  readScanOptions,
  SCAN_OPTION_NAMES,
  SCAN_OPTIONS,
  withAbsoluteFiles,
  type Option,
  type ScanOptionName,
} from '../core/run/scanOptions';
import type { BackendChoice, MirrorChoice, Preset } from '../core/run/trainingPlan';
import { AppError } from '../core/appError';
import { message } from '../core/words/message';
import { userCacheFolder } from '../store/userCacheFolder';
import { datasetRequest, type DatasetOptions } from './datasetOptions';
import { optionError } from './optionError';

/** What the network is trained with. */
export type LossName =
  | 'piecewise-zero'
  | 'blurry'
  | 'generalized-cross-entropy'
  | 'symmetric-cross-entropy'
  | 'active-passive'
  | 'early-learning'
  | 'focal'
  | 'cross-entropy';

/** Predictions made elsewhere, in a file. Paths are absolute, or relative to the working directory. */
export interface PredictionsFile {
  /** A CSV or `.npy` file: a row for each image, a column for each class, each row summing to 1. */
  readonly file: string;
  /** A table with the path of each row's image, where the file does not say it and it is not the usual order. */
  readonly orderFile?: string;
  /** The column of paths in the file; found out by default. */
  readonly pathColumn?: string;
  /** The class of each column; by default as the header says, or in sorted order. */
  readonly classes?: readonly string[];
}

/** What `analyze` may be told. Without a default, the preset or the dataset decides. */
export interface AnalyzeOptions extends DatasetOptions {
  /**
   * The rule that decides which images are suspects: calibrated | prune_by_noise_rate | prune_by_class | both |
   * confident_learning | predicted_neq_given | low_normalized_margin | low_self_confidence (calibrated).
   */
  readonly filterBy?: IssueFilter;
  /** Predictions to take instead of training; nothing but the images' checks is computed then. */
  readonly predictions?: PredictionsFile;
  /** Go on learning from decisions and new images, by the plan of the newest run made short (false). */
  readonly retrain?: boolean;
  /** Where caches go, those of each dataset into a folder of their own; by default into `.label-review` in the dataset. */
  readonly cacheFolder?: string;
  /** How much time to spend: fast | balanced | thorough | paper (balanced). */
  readonly preset?: Preset;
  /**
   * What turns photographs into embeddings, for a second opinion: auto | none | lite0 | lite2 | FILE.onnx |
   * FILE.npy (auto).
   */
  readonly encoder?: string;
  /**
   * A table with the path of each row of the .npy file, where that is not in sorted order: FILE.csv | FILE.tsv.
   */
  readonly encoderOrder?: string;
  /**
   * What the network is trained with: piecewise-zero | blurry | generalized-cross-entropy |
   * symmetric-cross-entropy | active-passive | early-learning | focal | cross-entropy.
   */
  readonly loss?: LossName;
  /** What computes the training: auto | tensorflow | webgpu | wasm (auto). */
  readonly backend?: BackendChoice;
  /** Exponent of the focal and blurry losses: 0 to 10. */
  readonly gamma?: number;
  /** Probability below which piecewise-zero ignores a label: 0 to 1. */
  readonly cutoff?: number;
  /** Weight of the first term of symmetric-cross-entropy and active-passive: 0 to 100. */
  readonly activeWeight?: number;
  /** Weight of the second term of symmetric-cross-entropy and active-passive: 0 to 100. */
  readonly passiveWeight?: number;
  /** Weight of the second term of early-learning: 0 to 100. */
  readonly regularization?: number;
  /** Epochs of cross-entropy before a robust loss takes over: 0 to 10000. */
  readonly delayEpochs?: number;
  /** How often each model sees every image: 1 to 10000. */
  readonly epochs?: number;
  /** Parts that the images are split into (1: one model, trained on all of them): 1 to 100. */
  readonly folds?: number;
  /** Models to train, if not one for each fold: 1 to 100. */
  readonly models?: number;
  /** Images in a training step: 1 to 4096. */
  readonly batchSize?: number;
  /** The highest learning rate of the schedule: 0.000001 to 1. */
  readonly learningRate?: number;
  /** How far training images are turned, scaled and shifted: 0 to 1. */
  readonly distortion?: number;
  /** Which mirror images are used in training: auto | none | horizontal | vertical | both. */
  readonly mirrors?: MirrorChoice;
  /** Edge in pixels of the square images that the network sees: 8 to 1024. */
  readonly imageSize?: number;
  /** Threads that train: a model on each or, where there are more, several for each model: 1 to 256. */
  readonly workers?: number;
  /** Seed of everything random: 0 to 4294967295 (1). */
  readonly seed?: number;
}

/** Options that are not among `SCAN_OPTIONS`. */
const OTHER_OPTIONS = {
  labels: true,
  format: true,
  filterBy: true,
  predictions: true,
  retrain: true,
  cacheFolder: true,
} satisfies Record<Exclude<keyof AnalyzeOptions, ScanOptionName>, true>;

/** The request that the pipeline takes. @throws AppError `bad-setting`. */
export function analyzeRequest(folder: string, options: AnalyzeOptions): AnalyzeRequest {
  refuseUnknown(options);
  const { predictions, retrain, cacheFolder, filterBy } = options;
  return {
    ...datasetRequest(folder, options),
    predictions: predictions && {
      ...predictions,
      file: path.resolve(predictions.file),
      orderFile: predictions.orderFile === undefined ? undefined : path.resolve(predictions.orderFile),
    },
    retrain,
    fallbackStore: userCacheFolder(process.env, process.platform),
    cacheFolder: cacheFolder === undefined ? undefined : path.resolve(cacheFolder),
    options: withAbsoluteFiles(
      readScanOptions((name) => readNamed(name, SCAN_OPTIONS[name], options[name])),
      (file) => path.resolve(file),
    ),
    filterBy: readNamed('filterBy', FILTER_OPTION, filterBy),
  };
}

const readNamed = <const O extends Option>(name: string, option: O, value: unknown) =>
  readOption(option, value, (allowed) => optionError(name, allowed, value));

function refuseUnknown(options: AnalyzeOptions): void {
  const known = new Set<string>([...Object.keys(OTHER_OPTIONS), ...SCAN_OPTION_NAMES]);
  for (const option of Object.keys(options))
    if (!known.has(option))
      throw new AppError(
        'bad-setting',
        message('library-option-unknown', { option, options: { list: [...known] } }),
      );
}
