/**
 * `npm run bench:photos -- FOLDER TRUTH.csv [--labels LABELS.csv] [--opinions network,encoder,both,thorough] [--seed 1]
 * [--python PATH]`: how well wrong labels of photographs are found, and in what time, by the network alone, by the encoder
 * alone (`fast`), and by both (`balanced`, `thorough`). TRUTH.csv has the columns `path,true_label`. Every scan decodes
 * afresh. With `--python`, the interpreter of an environment that has cleanlab and scikit-learn, cleanlab judges by a logistic
 * regression on the very same embeddings, held out in 5 folds. Prints a table; needs `npm run build`.
 */
import path from 'node:path';
import { parseArgs } from 'node:util';
import { STORE_FOLDER } from '../../src/core/names';
import { storeAt } from '../../src/store/location';
import { readRun } from '../../src/store/runs';
import { runMain } from '../../scripts/runMain';
import { evaluateJudged } from '../../scripts/images/evaluateSuspects';
import { judgeRun, type JudgedImages } from '../../scripts/images/judgedImages';
import { precisionAtK } from '../../scripts/images/metrics';
import { ScriptError } from '../../scripts/scriptError';
import { scanFolder } from '../scanFolder';
import { printHead } from '../tableHead';
import { judgeByCleanlab } from './cleanlab';

/** What each opinion is asked for with. */
const OPINIONS: Readonly<Record<string, readonly string[]>> = {
  network: ['--preset', 'balanced', '--encoder', 'none'],
  encoder: ['--preset', 'fast'],
  both: ['--preset', 'balanced'],
  thorough: ['--preset', 'thorough'],
};

async function main(): Promise<number> {
  const { positionals, values } = parseArgs({
    allowPositionals: true,
    options: {
      labels: { type: 'string' },
      opinions: { type: 'string', default: 'network,encoder,both' },
      seed: { type: 'string', default: '1' },
      python: { type: 'string' },
    },
  });
  const [folder, truth] = positionals;
  if (folder === undefined || truth === undefined)
    throw new ScriptError('Give the folder of the photographs and the file of their true labels.');
  const root = path.resolve(folder);
  const location = storeAt(root, path.join(root, STORE_FOLDER));
  printHead(
    'by | images | errors | AP | AUROC | F1 | F1 at best cut | in first 100 | in first 500 | read and embed s | train s | total s | opinions',
  );
  for (const name of values.opinions.split(',')) {
    const flags = OPINIONS[name];
    if (flags === undefined) throw new ScriptError(`${name} is none of ${Object.keys(OPINIONS).join(', ')}.`);
    const labels = values.labels === undefined ? [] : ['--labels', path.resolve(values.labels)];
    const runFolder = await scanFolder(root, [...flags, ...labels, '--seed', values.seed]);
    const run = await readRun(location, path.basename(runFolder));
    const judged = await judgeRun(location, run, path.resolve(truth));
    const { decode, train, total } = run.seconds;
    const opinions = (run.opinions?.formed ?? []).map(
      ({ by, weight, agreement }) => `${by} ${weight.toFixed(2)} (agrees with ${agreement.toFixed(2)})`,
    );
    printRow(name, judged, [
      ...[decode, train, total].map((seconds) => seconds.toFixed(0)),
      opinions.join(', '),
    ]);
    const encoder = run.opinions?.encoder;
    if (values.python === undefined || encoder === undefined) continue;
    const peer = await judgeByCleanlab({ python: values.python, location, encoder, judged });
    printRow(`cleanlab on ${encoder.title}, ${encoder.size} px`, peer.judged, [
      '',
      peer.seconds.toFixed(0),
      '',
      '',
    ]);
  }
  return 0;
}

function printRow(name: string, judged: JudgedImages, rest: readonly string[]): void {
  const evaluation = evaluateJudged(judged);
  const { images, errors, averagePrecision, areaUnderRoc, f1, bestF1 } = evaluation;
  const order = Int32Array.from(judged.suspicion.keys()).sort(
    (a, b) => judged.suspicion[b]! - judged.suspicion[a]!,
  );
  const found = (first: number) =>
    Math.round(precisionAtK(order, judged.isError, first) * Math.min(first, images));
  const figures = [averagePrecision, areaUnderRoc, f1, bestF1].map((value) => value.toFixed(4));
  console.log(`| ${[name, images, errors, ...figures, found(100), found(500), ...rest].join(' | ')} |`);
}

runMain(main);
