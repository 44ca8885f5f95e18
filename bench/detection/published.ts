/**
 * `npm run bench:published -- FOLDER`: how well wrong labels are found in predictions that others have published together
 * with verified labels, by this program and by cleanlab's rules. Every folder in FOLDER with a `pred_probs.npy` (held-out
 * predictions) is one row; beside it lie `labels.npy` and `label_errors_mask.npy`, or `noisy_labels.npy` and
 * `true_labels.npy`, as in github.com/cleanlab/label-error-detection-benchmarks (Kuan and Mueller 2022).
 */
import { access, readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { findLabelIssues } from '../../src/core/confidentLearning/findLabelIssues';
import type { PredProbs } from '../../src/core/confidentLearning/predProbs';
import { selfConfidence } from '../../src/core/confidentLearning/selfConfidence';
import { averagePrecision, bestF1, detectionMetrics } from '../../scripts/images/metrics';
import { decodeNpyLabels } from '../../src/core/npy';
import { summarizeNoise } from '../../src/core/run/summarizeNoise';
import { findSuspects } from '../../src/core/run/findings';
import { openPredictions } from '../../src/dataset/predictions/openPredictions';
import { readMatrix } from '../../src/dataset/predictions/readMatrix';
import { runMain } from '../../scripts/runMain';
import { ScriptError } from '../../scripts/scriptError';

const CLEANLAB_FILTERS = ['both', 'predicted_neq_given'] as const;

interface Published {
  readonly name: string;
  readonly labels: Int32Array;
  readonly isError: Uint8Array;
  readonly predProbs: PredProbs;
}

async function main(): Promise<number> {
  const [folder] = process.argv.slice(2);
  if (folder === undefined) throw new ScriptError('Give the folder of the published predictions.');
  const titles = [
    ...['predictions', 'images', 'errors', 'AP self_confidence', 'AP', 'F1', 'F1 at best cut'],
    ...CLEANLAB_FILTERS.map((filter) => `F1 ${filter}`),
    'expected errors',
  ];
  console.log(`| ${titles.join(' | ')} |\n|${' --- |'.repeat(titles.length)}`);
  const files = await readdir(folder, { recursive: true });
  const found = files.filter((file) => path.basename(file) === 'pred_probs.npy').sort();
  if (found.length === 0) throw new ScriptError(`There is no pred_probs.npy in ${folder}.`);
  for (const file of found) console.log(rowOf(await readPublished(path.join(folder, path.dirname(file)))));
  return 0;
}

async function readPublished(folder: string): Promise<Published> {
  const file = (name: string) => path.join(folder, `${name}.npy`);
  const read = async (name: string) => decodeNpyLabels(await readFile(file(name)), file(name));
  const reader = await openPredictions(file('pred_probs'));
  const predProbs = await readMatrix(reader, new AbortController().signal);
  const name = path.basename(folder);
  if (await exists(file('label_errors_mask')))
    return {
      ...{ name, predProbs },
      labels: await read('labels'),
      isError: Uint8Array.from(await read('label_errors_mask')),
    };
  const [labels, truth] = [await read('noisy_labels'), await read('true_labels')];
  const isError = Uint8Array.from(labels, (label, image) => Number(label !== truth[image]));
  return { name, predProbs, labels, isError };
}

const exists = (file: string) =>
  access(file).then(
    () => true,
    () => false,
  );

function rowOf({ name, labels, isError, predProbs }: Published): string {
  const findings = findSuspects({
    paths: Array.from(labels, (_, image) => String(image).padStart(9, '0')),
    classes: Array.from({ length: predProbs.columns }, (_, k) => String(k)),
    labels,
    predProbs: predProbs.data,
    filterBy: 'calibrated',
  });
  const { errors, low, high } = summarizeNoise(findings);
  const suspicionOf = (quality: Float64Array) => quality.map((value) => -value);
  const byQuality = suspicionOf(findings.ranking);
  const f1 = (flags: Uint8Array) => detectionMetrics(flags, isError).f1.toFixed(3);
  const cells = [
    ...[name, labels.length, isError.reduce((sum, flag) => sum + flag, 0)],
    averagePrecision(suspicionOf(selfConfidence(labels, predProbs)), isError).toFixed(4),
    averagePrecision(byQuality, isError).toFixed(4),
    f1(findings.isLabelIssue),
    bestF1(byQuality, isError).toFixed(3),
    ...CLEANLAB_FILTERS.map((filterBy) => f1(findLabelIssues(labels, predProbs, { filterBy }))),
    `${errors.toFixed(0)} (${low.toFixed(0)} to ${high.toFixed(0)})`,
  ];
  return `| ${cells.join(' | ')} |`;
}

runMain(main);
