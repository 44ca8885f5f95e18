/**
 * `npm run bench:detect-time -- [--dataset mnist] [--rate 0.2] [--count 6000|all] [--seed 1] [--python PATH] [--timed-models N]`:
 * from a folder of PNG files with planted errors to a table of suspects, whole processes: this program (`balanced`), and with a
 * Python that has torch, cleanlab and Pillow (or `BENCH_PYTHON`) a script that does the same, once by the paper's protocol and
 * once by the schedule that this program chose. With `--timed-models` the script trains only so many of a protocol's models and
 * its training time is scaled up, which is said; there is no F1 then. Needs `bench/data` and a built `dist/`.
 */
import path from 'node:path';
import { parseArgs } from 'node:util';
import * as v from 'valibot';
import type { TrainingPlan } from '../../src/core/run/trainingPlan';
import { compactStages } from '../../src/ml/network/compactNetwork';
import { planTraining } from '../../src/ml/plan/plan';
import { averagedEpochs } from '../../src/ml/train/predictFold';
import { evaluateJudged } from '../../scripts/images/evaluateSuspects';
import { readJudgedImages } from '../../scripts/images/judgedImages';
import { truthFileOf } from '../../scripts/images/truth';
import { runCommand } from '../../scripts/install/runCommand';
import { BENCH_DATA_DIR } from '../../scripts/repoPaths';
import { runMain } from '../../scripts/runMain';
import { ScriptError } from '../../scripts/scriptError';
import { createTemporaryFolder } from '../../scripts/vscode/temporaryFolder';
import { evaluateRun } from '../detection/evaluateRun';
import { noisyFolder } from '../detection/noisyFolder';
import { DATASETS } from '../detection/noisyImages';
import { scanFolder } from '../scanFolder';
import { printHead } from '../tableHead';

const SCRIPT = path.join(__dirname, 'pytorchScan.py');
const LONGEST_SCAN_MS = 24 * 3_600_000;

const printedSchema = v.pipe(
  v.string('The script has printed no figures.'),
  v.parseJson(),
  v.object({ version: v.string(), read: v.number(), train: v.number(), detect: v.number() }),
);

interface Row {
  readonly program: string;
  readonly protocol: string;
  readonly read: number;
  readonly train: number;
  /** The whole process, by the clock. */
  readonly total: number;
  readonly f1: number;
  readonly averagePrecision: number;
}

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      dataset: { type: 'string', default: 'mnist' },
      rate: { type: 'string', default: '0.2' },
      count: { type: 'string', default: '6000' },
      seed: { type: 'string', default: '1' },
      python: { type: 'string', default: process.env.BENCH_PYTHON },
      'timed-models': { type: 'string' },
    },
  });
  const { python } = values;
  const dataset = DATASETS.find((name) => name === values.dataset);
  if (dataset === undefined) throw new ScriptError(`--dataset takes ${DATASETS.join(', ')}.`);
  const [rate, seed] = [Number(values.rate), Number(values.seed)];
  const count = values.count === 'all' ? undefined : Number(values.count);
  const folder = await noisyFolder({ dataset, noise: 'uniform', rate, count, seed }, BENCH_DATA_DIR);

  const startMs = performance.now();
  const runFolder = await scanFolder(folder, ['--seed', String(seed)]);
  const total = (performance.now() - startMs) / 1000;
  const { run, evaluation } = await evaluateRun(runFolder);
  const { decode: read, train } = run.seconds;
  const ours: Row = { program: 'label-review', protocol: 'its own', read, train, total, ...evaluation };
  const rows = [ours];
  if (python !== undefined && python !== '') {
    const imageCount = run.images;
    const facts = {
      ...{ imageCount, classCount: run.classes.length, smallestClass: imageCount / run.classes.length },
      ...{ medianImageSize: { width: 28, height: 28 }, greyscale: true, cores: run.plan.workers },
    };
    // What Pellegrino, Szczecina and Fieguth found best of this loss on MNIST with 20% errors: F1 .9827.
    const best = { loss: 'piecewise-zero', cutoff: 0.05, delayEpochs: 4 } as const;
    const paper = planTraining(facts, { preset: 'paper', encoder: 'none', ...best, seed, backend: 'wasm' });
    const timedModels = values['timed-models'] === undefined ? undefined : Number(values['timed-models']);
    for (const [protocol, plan] of [
      ["the paper's", paper],
      ["label-review's", run.plan],
    ] as const)
      rows.push(await runScript(python, { folder, protocol, plan, timedModels }));
  }
  print(rows, `${dataset} ${rate * 100}%, ${run.images} images`);
  return 0;
}

async function runScript(
  python: string,
  scan: {
    readonly folder: string;
    readonly protocol: string;
    readonly plan: TrainingPlan;
    readonly timedModels: number | undefined;
  },
): Promise<Row> {
  const { folder, plan } = scan;
  const temporary = await createTemporaryFolder('detect-time');
  const timedModels = Math.min(scan.timedModels ?? plan.models, plan.models);
  try {
    const out = path.join(temporary.path, 'suspects.csv');
    const startMs = performance.now();
    const printed = await runCommand({
      purpose: `Scanning with ${scan.protocol} protocol in PyTorch`,
      file: python,
      args: [SCRIPT, folder, out, JSON.stringify(toProtocol(plan, timedModels))],
      timeoutMs: LONGEST_SCAN_MS,
    });
    const elapsed = (performance.now() - startMs) / 1000;
    const { version, read, train } = v.parse(
      printedSchema,
      printed.split('\n').find((line) => line.startsWith('{')),
    );
    const isWhole = timedModels === plan.models;
    const evaluation = isWhole
      ? evaluateJudged(await readJudgedImages(out, truthFileOf(folder)))
      : { f1: NaN, averagePrecision: NaN };
    return {
      program: `PyTorch ${version} + cleanlab`,
      protocol: isWhole ? scan.protocol : `${scan.protocol}, ${timedModels} of ${plan.models} models timed`,
      read,
      train,
      total: elapsed + train * (1 - timedModels / plan.models),
      ...evaluation,
    };
  } finally {
    await temporary.remove();
  }
}

/** What the script is to do; of losses it knows cross-entropy and piecewise-zero. */
function toProtocol(plan: TrainingPlan, timedModels: number) {
  const { loss, network, imageSize, folds, models, predictions, epochs, batchSize } = plan;
  const { learningRate, schedule, delayEpochs, distortion, seed } = plan;
  return {
    ...{ network, imageSize, folds, models, predictions, epochs, batchSize, learningRate, schedule },
    ...{ delayEpochs, distortion, seed, timedModels },
    stages: compactStages({ imageSize, channels: 1 }),
    averagedEpochs: network === 'paper' ? 1 : averagedEpochs(epochs),
    cutoff: loss.name === 'piecewise-zero' ? loss.cutoff : null,
  };
}

function print(rows: readonly Row[], title: string): void {
  console.log(title);
  printHead('program | protocol | read s | train s | total s | times ours | F1 | AP');
  for (const { program, protocol, read, train, total, f1, averagePrecision } of rows) {
    const seconds = [read, train, total].map((value) => value.toFixed(1));
    const scores = [f1, averagePrecision].map((value) => (Number.isNaN(value) ? '' : value.toFixed(4)));
    const cells = [program, protocol, ...seconds, (total / rows[0]!.total).toFixed(1), ...scores];
    console.log(`| ${cells.join(' | ')} |`);
  }
}

runMain(main);
