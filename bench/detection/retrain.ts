/**
 * `npm run bench:retrain [-- --dataset fashion-mnist --count 6000|all --rate 0.2 --corrections 100 --seed 1 --data DIR]`: scans a
 * folder with planted errors, corrects the most suspect ones as a reviewer would, and scans it again, once with
 * `--retrain` and once from the start. Prints the time of each whole process, and how well the errors left were found, on the
 * same undecided images. Needs `bench/data` (or `--data`) and a built `dist/`.
 */
import { execFile } from 'node:child_process';
import { readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { parseArgs, promisify } from 'node:util';
import { parse } from 'csv-parse/sync';
import * as v from 'valibot';
import { STORE_FOLDER } from '../../src/core/names';
import type { PathDecision } from '../../src/core/review/review';
import type { StoreLocation } from '../../src/store/location';
import { listRuns } from '../../src/store/runs';
import { evaluateJudged } from '../../scripts/images/evaluateSuspects';
import { judgeRun, type JudgedImages } from '../../scripts/images/judgedImages';
import { truthFileOf } from '../../scripts/images/truth';
import { REPO_ROOT, BENCH_DATA_DIR } from '../../scripts/repoPaths';
import { runMain } from '../../scripts/runMain';
import { ScriptError } from '../../scripts/scriptError';
import { noisyFolder } from './noisyFolder';
import { DATASETS } from './noisyImages';
import { printHead } from '../tableHead';

interface Scan {
  readonly name: string;
  readonly seconds: number;
  readonly judged: JudgedImages;
}

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      dataset: { type: 'string', default: 'fashion-mnist' },
      count: { type: 'string', default: '6000' },
      rate: { type: 'string', default: '0.2' },
      corrections: { type: 'string', default: '100' },
      seed: { type: 'string', default: '1' },
      data: { type: 'string', default: BENCH_DATA_DIR },
    },
  });
  const dataset = DATASETS.find((name) => name === values.dataset);
  if (dataset === undefined) throw new ScriptError(`--dataset is one of ${DATASETS.join(', ')}.`);
  const count = values.count === 'all' ? undefined : Number(values.count);
  const images = {
    dataset,
    count,
    noise: 'uniform',
    rate: Number(values.rate),
    seed: Number(values.seed),
  } as const;
  const root = await noisyFolder(images, values.data);
  const location: StoreLocation = { root, folder: path.join(root, STORE_FOLDER), isFallback: false };
  await rm(location.folder, { recursive: true, force: true });

  const first = await scan('first', location, []);
  const decided = await correct(location, first.judged, Number(values.corrections));
  const scans = [
    first,
    await scan('retrained', location, ['--retrain']),
    await scan('from the start', location, []),
  ];
  console.log(
    `${values.dataset}, ${values.count} images, ${decided.size} corrections; undecided images only.`,
  );
  printHead('run | whole process s | of the first | errors left | F1 | F1 at best cut | AP');
  for (const each of scans) console.log(row(each, first, decided));
  await rm(path.join(location.folder, 'decisions.jsonl'));
  return 0;
}

/** A whole process of the command line: folder to table. */
async function scan(name: string, location: StoreLocation, flags: readonly string[]): Promise<Scan> {
  const startedMs = performance.now();
  await promisify(execFile)(process.execPath, [
    path.join(REPO_ROOT, 'dist', 'cli.js'),
    'scan',
    location.root,
    '--json',
    ...flags,
  ]);
  const seconds = (performance.now() - startedMs) / 1e3;
  console.error(`${name}: ${seconds.toFixed(1)} s`);
  const [run] = await listRuns(location);
  if (run === undefined) throw new ScriptError(`The scan of ${location.root} has left no run.`);
  return {
    name,
    seconds,
    judged: await judgeRun(location, run, truthFileOf(location.root)),
  };
}

/** Decides about the most suspect images as somebody would who knows the truth. Returns their paths. */
async function correct(
  location: StoreLocation,
  judged: JudgedImages,
  count: number,
): Promise<ReadonlySet<string>> {
  const truth = v.parse(
    v.array(v.object({ path: v.string(), true_label: v.string() })),
    parse(await readFile(truthFileOf(location.root)), { columns: true }),
  );
  const trueLabels = new Map(truth.map((row) => [row.path, row.true_label]));
  const order = [...judged.paths.keys()].sort((a, b) => judged.suspicion[b]! - judged.suspicion[a]!);
  const decisions = order.slice(0, count).map((image): PathDecision => {
    const imagePath = judged.paths[image]!;
    const label = trueLabels.get(imagePath)!;
    const decision =
      judged.isError[image] === 1 ? { action: 'relabel' as const, label } : { action: 'keep' as const };
    return { path: imagePath, decision };
  });
  const entry = { v: 1, type: 'decide', id: 'bench', at: '2026-01-01T00:00:00Z', decisions };
  await writeFile(path.join(location.folder, 'decisions.jsonl'), `${JSON.stringify(entry)}\n`);
  return new Set(decisions.map((each) => each.path));
}

function row({ name, seconds, judged }: Scan, first: Scan, decided: ReadonlySet<string>): string {
  const open = [...judged.paths.keys()].filter((image) => !decided.has(judged.paths[image]!));
  const { errors, f1, bestF1, averagePrecision } = evaluateJudged({
    paths: open.map((image) => judged.paths[image]!),
    givenLabels: open.map((image) => judged.givenLabels[image]!),
    isError: Uint8Array.from(open, (image) => judged.isError[image]!),
    isFlagged: Uint8Array.from(open, (image) => judged.isFlagged[image]!),
    suspicion: Float64Array.from(open, (image) => judged.suspicion[image]!),
  });
  const cells = [name, seconds.toFixed(1), (seconds / first.seconds).toFixed(2), String(errors)];
  return `| ${[...cells, ...[f1, bestF1, averagePrecision].map((figure) => figure.toFixed(4))].join(' | ')} |`;
}

runMain(main);
