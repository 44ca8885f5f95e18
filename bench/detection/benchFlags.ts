import { parseArgs } from 'node:util';
import { NOISE_KINDS, type NoiseKind } from '../../scripts/images/noise';
import { LOSS_NAMES, PRESETS, type LossName, type Preset } from '../../src/core/run/trainingPlan';
import { BENCH_DATA_DIR } from '../../scripts/repoPaths';
import { ScriptError } from '../../scripts/scriptError';
import { DATASETS, type DatasetName } from './noisyImages';

/** Which scans a bench makes: every combination of the lists. */
export interface BenchGrid {
  readonly datasets: readonly DatasetName[];
  readonly noises: readonly NoiseKind[];
  readonly rates: readonly number[];
  readonly presets: readonly Preset[];
  /** `default`: the product's choice. */
  readonly losses: readonly (LossName | 'default')[];
  readonly seeds: readonly number[];
  /** Absent: all images. */
  readonly count: number | undefined;
}

export interface BenchFlags {
  readonly grid: BenchGrid;
  /** Passed on to every scan: what follows a `--`. */
  readonly scanFlags: readonly string[];
  readonly dataFolder: string;
  /** Every scan's figures are appended to this file. */
  readonly keep: string | undefined;
  /** Nothing is scanned: the table of what a file keeps, or the figures of a run. */
  readonly table: string | undefined;
  readonly evaluate: string | undefined;
}

/** The flags, with the bench's own lists where none is given. @throws ScriptError naming the flag that does not fit. */
export function parseBenchFlags(args: readonly string[], defaults: BenchGrid): BenchFlags {
  const { values, positionals } = parse(args);
  return {
    grid: {
      datasets: choices('datasets', values.datasets, DATASETS) ?? defaults.datasets,
      noises: choices('noises', values.noises, NOISE_KINDS) ?? defaults.noises,
      rates: numbers('rates', values.rates, isRate) ?? defaults.rates,
      presets: choices('presets', values.presets, PRESETS) ?? defaults.presets,
      losses: choices('losses', values.losses, [...LOSS_NAMES, 'default']) ?? defaults.losses,
      seeds: numbers('seeds', values.seeds, Number.isSafeInteger) ?? defaults.seeds,
      count:
        values.count === 'all' ? undefined : (numbers('count', values.count, isCount)?.[0] ?? defaults.count),
    },
    scanFlags: positionals,
    dataFolder: values.data ?? BENCH_DATA_DIR,
    keep: values.keep,
    table: values.table,
    evaluate: values.evaluate,
  };
}

function parse(args: readonly string[]) {
  const text = { type: 'string' } as const;
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        datasets: text,
        noises: text,
        rates: text,
        presets: text,
        losses: text,
        seeds: text,
        count: text,
        data: text,
        keep: text,
        table: text,
        evaluate: text,
      },
    });
  } catch (cause) {
    throw new ScriptError(cause instanceof Error ? cause.message : String(cause), { cause });
  }
}

const isRate = (value: number) => value > 0 && value <= 1;
const isCount = (value: number) => Number.isSafeInteger(value) && value > 0;

function choices<const T extends string>(
  flag: string,
  list: string | undefined,
  allowed: readonly T[],
): T[] | undefined {
  return list?.split(',').map((name) => {
    const found = allowed.find((choice) => choice === name);
    if (found === undefined) throw new ScriptError(`--${flag} takes ${allowed.join(', ')}, not '${name}'.`);
    return found;
  });
}

function numbers(
  flag: string,
  list: string | undefined,
  isAllowed: (value: number) => boolean,
): number[] | undefined {
  return list?.split(',').map((text) => {
    const value = text.trim() === '' ? NaN : Number(text);
    if (!isAllowed(value)) throw new ScriptError(`--${flag} does not take '${text}'.`);
    return value;
  });
}
