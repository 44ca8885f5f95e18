/**
 * `npm run bench:score [-- --seed 1 --repeat 3 --shapes 1000000x10,1000000x100 --python PATH]`: time and peak memory of
 * confident learning on made-up float32 predictions with 10% wrong labels, each program in a process of its own. With
 * `--python`, the interpreter of an environment that has cleanlab, the same files go to cleanlab in the same run, and its
 * results are compared. Prints a table.
 */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { parseArgs } from 'node:util';
import * as v from 'valibot';
import type { FilterBy } from '../../src/core/confidentLearning/filterBy';
import { runCommand } from '../../scripts/install/runCommand';
import { REPO_ROOT } from '../../scripts/repoPaths';
import { runMain } from '../../scripts/runMain';
import { ScriptError } from '../../scripts/scriptError';
import { createTemporaryFolder } from '../../scripts/vscode/temporaryFolder';
import { makePredictions, type PredictionFiles } from './makePredictions';
import { printHead } from '../tableHead';

const FILTERS: readonly FilterBy[] = ['prune_by_noise_rate', 'both', 'confident_learning'];

/** What either program prints: its seconds by round, the first one cold. */
const measuredSchema = v.object({
  seconds: v.pipe(v.array(v.number()), v.minLength(1)),
  /** Of all processors together: what a busy machine changes least. */
  cpuSeconds: v.pipe(v.array(v.number()), v.minLength(1)),
  peakMb: v.number(),
  issues: v.number(),
});
type Measured = v.InferOutput<typeof measuredSchema>;

interface Task extends PredictionFiles {
  readonly filterBy: FilterBy;
  readonly repeat: string;
}

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      seed: { type: 'string', default: '1' },
      repeat: { type: 'string', default: '3' },
      shapes: { type: 'string', default: '1000000x10,1000000x100' },
      python: { type: 'string' },
    },
  });
  const { seed, repeat, shapes, python } = values;
  printHead(
    'predictions | rule | issues | first s | best s | CPU s | peak MB | cleanlab best s | CPU s | peak MB | times, by CPU | same set',
  );
  for (const shape of shapes.split(',')) {
    const temporary = await createTemporaryFolder('score');
    try {
      const files = await makePredictions(temporary.path, { ...parseShape(shape), seed: Number(seed) });
      for (const filterBy of FILTERS)
        console.log(await measure({ ...files, filterBy, repeat }, shape, python));
    } finally {
      await temporary.remove();
    }
  }
  return 0;
}

function parseShape(shape: string): { readonly rows: number; readonly columns: number } {
  const [rows, columns] = shape.split('x').map(Number);
  if (!Number.isInteger(rows) || !Number.isInteger(columns))
    throw new ScriptError(`A shape is like 1000000x10, not ${shape}.`);
  return { rows: rows!, columns: columns! };
}

/** One row of the table. */
async function measure(task: Task, shape: string, python: string | undefined): Promise<string> {
  const ours = await run(task, 'ours', process.execPath, [tsx(), scriptFile('measureOurs.ts')]);
  const cells = [shape.replace('x', ' × '), `\`${task.filterBy}\``, ours.issues, ours.seconds[0]!.toFixed(2)];
  const [time, cpu] = [Math.min(...ours.seconds), Math.min(...ours.cpuSeconds)];
  cells.push(time.toFixed(2), cpu.toFixed(2), ours.peakMb);
  if (python === undefined) return row([...cells, '', '', '', '', '']);
  const script = scriptFile('measureCleanlab.py');
  const theirs = await run(task, 'cleanlab', python, ['-W', 'ignore', script]);
  await run({ ...task, repeat: '1' }, 'stable', python, ['-W', 'ignore', script, 'stable']);
  const [theirTime, theirCpu] = [Math.min(...theirs.seconds), Math.min(...theirs.cpuSeconds)];
  const times = `${(theirTime / time).toFixed(1)}, ${(theirCpu / cpu).toFixed(1)}`;
  cells.push(theirTime.toFixed(2), theirCpu.toFixed(2), theirs.peakMb, times, await compare(task));
  return row(cells);
}

const row = (cells: readonly (string | number)[]) => `| ${cells.join(' | ')} |`;
const tsx = () => path.join(REPO_ROOT, 'node_modules', 'tsx', 'dist', 'cli.mjs');
const scriptFile = (name: string) => path.join(REPO_ROOT, 'bench', 'score', name);
const flagsFile = (task: Task, program: string) => path.join(task.folder, `${task.filterBy}-${program}.u8`);

/** Runs a program that writes a byte for each sample, 1 for an issue, and prints what it measured. */
async function run(task: Task, program: string, file: string, args: readonly string[]): Promise<Measured> {
  const printed = await runCommand({
    purpose: `Measuring ${program} by ${task.filterBy}`,
    file,
    args: [...args, task.labels, task.predProbs, task.filterBy, task.repeat, flagsFile(task, program)],
  });
  const json = printed.split('\n').find((line) => line.startsWith('{')) ?? '';
  return v.parse(v.pipe(v.string(), v.parseJson(), measuredSchema), json);
}

/**
 * Equal samples at a cut are free in cleanlab, whose sort is unstable: a stable sort fixes them, and then every sample has
 * to be the same.
 */
async function compare(task: Task): Promise<string> {
  const read = (program: string) => readFile(flagsFile(task, program));
  const [ours, theirs, stable] = await Promise.all([read('ours'), read('cleanlab'), read('stable')]);
  const differing = (other: Uint8Array) =>
    ours.reduce((sum, flag, i) => sum + (flag === other[i] ? 0 : 1), 0);
  const withStable = differing(stable);
  if (withStable > 0 || ours.length !== stable.length)
    throw new ScriptError(
      `${withStable} samples differ from cleanlab's by ${task.filterBy} with a stable sort.`,
    );
  const ties = differing(theirs);
  return ties === 0 ? 'yes' : `yes; ${ties} tied samples swapped by its unstable sort`;
}

runMain(main);
