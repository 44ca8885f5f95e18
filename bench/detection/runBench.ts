import { describeEvaluation } from '../../scripts/images/evaluateSuspects';
import { parseBenchFlags, type BenchFlags, type BenchGrid } from './benchFlags';
import { evaluateRun, type RunFigures } from './evaluateRun';
import { noisyFolder } from './noisyFolder';
import type { NoiseRequest } from './noisyImages';
import { keepRecord, readRecords, type BenchRecord } from './record';
import { resultTable } from './resultTable';
import { scanFolder } from '../scanFolder';
import { wordKept } from '../../src/core/words/message';

/** A bench's command line: makes the scans its flags ask for, one after the other, and prints their table. */
export async function runBench(args: readonly string[], defaults: BenchGrid): Promise<number> {
  const flags = parseBenchFlags(args, defaults);
  if (flags.evaluate !== undefined) {
    const { evaluation, filterF1 } = await evaluateRun(flags.evaluate);
    console.log(describeEvaluation(evaluation));
    for (const [filter, f1] of Object.entries(filterF1))
      console.log(`F1 ${filter.padEnd(23)}${f1.toFixed(4)}`);
    return 0;
  }
  console.log(
    resultTable(flags.table === undefined ? await makeScans(flags) : await readRecords(flags.table)),
  );
  return 0;
}

interface Cell {
  readonly images: NoiseRequest;
  readonly preset: string;
  readonly loss: string;
}

/** All presets and losses see a folder before the next is written; seeds come last, for a first look soon. */
function cellsOf({ datasets, noises, rates, presets, losses, seeds, count }: BenchGrid): Cell[] {
  return seeds.flatMap((seed) =>
    datasets.flatMap((dataset) =>
      noises.flatMap((noise) =>
        rates.flatMap((rate) =>
          presets.flatMap((preset) =>
            losses.map((loss) => ({ images: { dataset, count, noise, rate, seed }, preset, loss })),
          ),
        ),
      ),
    ),
  );
}

async function makeScans(flags: BenchFlags): Promise<BenchRecord[]> {
  const cells = cellsOf(flags.grid);
  const records: BenchRecord[] = [];
  for (const [at, cell] of cells.entries()) {
    const { images, preset, loss } = cell;
    const { dataset, noise, rate, seed } = images;
    console.error(
      `${at + 1}/${cells.length}: ${[dataset, noise, rate, preset, loss, `seed ${seed}`].join(', ')}`,
    );
    const folder = await noisyFolder(images, flags.dataFolder);
    const lossFlags = loss === 'default' ? [] : ['--loss', loss];
    const scan = ['--preset', preset, ...lossFlags, '--seed', String(seed), ...flags.scanFlags];
    const record = toRecord(cell, await evaluateRun(await scanFolder(folder, scan)), flags.scanFlags);
    if (flags.keep !== undefined) await keepRecord(flags.keep, record);
    for (const warning of record.warnings) console.error(`  ${warning}`);
    records.push(record);
  }
  return records;
}

function toRecord({ images }: Cell, figures: RunFigures, scanFlags: readonly string[]): BenchRecord {
  const { run, evaluation, filterF1, cost } = figures;
  const { dataset, noise, rate, seed } = images;
  return {
    ...{ dataset, noise, rate, seed },
    preset: run.plan.preset,
    loss: run.plan.loss.name,
    flags: scanFlags.join(' '),
    backend: run.backend.name,
    ...evaluation,
    filterF1,
    ...cost,
    trainSeconds: run.seconds.train,
    totalSeconds: run.seconds.total,
    peakRssMb: run.peakRssMb,
    warnings: run.warnings.map((warning) => wordKept(warning)),
    runId: run.id,
  };
}
