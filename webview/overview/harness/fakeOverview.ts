import { createOverview } from '../../../src/core/run/overview';
import type { Decision } from '../../../src/core/review/review';
import { chanceOf } from '../../../src/core/review/sampleTally';
import { rowsToColumns } from '../../../src/core/run/resultColumns';
import type { Opinions } from '../../../src/core/run/opinions';
import type { TableRow, TrainedRun } from '../../../src/core/run/run';
import type { OverviewRun } from '../../../src/shared/overviewProtocol';
import { fakeClasses } from '../../harness/fakeImages';
import { describeOpinions } from '../../../src/core/words/describeOpinions';
import { ENGLISH, wordKept } from '../../../src/core/words/message';

export interface FakeOverviewOptions {
  readonly classes: number;
  readonly imagesPerClass: number;
  readonly epochs: number;
  /** In front of every name. */
  readonly mark?: string;
}

const UNREADABLE = [
  { path: 'cat/image_000017.png', givenLabel: 'cat', reason: 'the file ends too early' },
  { path: 'owl/scan of an old print, page 3.tif', givenLabel: 'owl', reason: 'it is not an image' },
];

const OPINIONS: Opinions = {
  formed: [
    { by: 'network', weight: 0.32, agreement: 0.74 },
    { by: 'encoder', weight: 0.68, agreement: 0.83 },
  ],
  leftOut: [],
  encoder: {
    id: 'fake',
    name: 'lite0',
    title: 'EfficientNet-Lite0',
    size: 160,
    width: 1280,
    trainedOn: 'ImageNet',
    licence: 'Apache-2.0',
  },
};

/** A made-up run: the same on every load. `decided` suspects are reviewed at random, every fourth of them kept. */
export function fakeOverview(options: FakeOverviewOptions, decided: number): OverviewRun {
  const { mark = '' } = options;
  const classes = fakeClasses(options.classes, mark);
  const results = fakeResults(classes, options.imagesPerClass);
  const suspects = results.filter((row) => row.isLabelIssue);
  const decisions = new Map(
    suspects
      .toSorted((a, b) => chanceOf(a.path) - chanceOf(b.path))
      .slice(0, decided)
      .map(({ path, predictedLabel }, index): [string, Decision] => [
        path,
        index % 4 === 3 ? { action: 'keep' } : { action: 'relabel', label: predictedLabel },
      ]),
  );
  const summary = fakeRun(classes, results, options.epochs);
  const scores = Float64Array.from(results.keys(), (image) => (image % 40 === 7 ? 0.8 : 0.1));
  const flags = Uint8Array.from(scores, (score) => Number(score >= 0.5));
  const overview = createOverview(
    summary,
    { ...rowsToColumns(results, classes), offTopic: { scores, flags } },
    results.filter((row) => row.isLabelIssue),
  );
  const { noise, warnings, backend, opinions, ...details } = summary;
  const said = warnings.map((warning) => wordKept(warning));
  return {
    isNewest: true,
    details: {
      ...details,
      thing: 'image',
      offTopic: flags.reduce((count, flag) => count + flag, 0),
      backend: { ...backend, reason: wordKept(backend.reason) },
      head: fakeHead(summary),
      noise,
      opinions: opinions === undefined ? [] : describeOpinions(opinions, ENGLISH),
      warnings: said,
      unreadable: UNREADABLE.map((image) => ({ ...image, path: mark + image.path })),
      unreadableCount: UNREADABLE.length,
    },
    overview: overview.run,
    review: overview.review(({ path }) => decisions.get(path) ?? null),
  };
}

/** As the network, but with a loss of its own and a model more. */
function fakeHead({ plan, training = [] }: TrainedRun): NonNullable<OverviewRun['details']['head']> {
  return {
    plan: {
      ...plan,
      network: 'head',
      loss: { name: 'generalized-cross-entropy', q: 0.7 },
      delayEpochs: 0,
      models: plan.models + 1,
    },
    training: [...training, { ...training[0]!, fold: training.length }],
  };
}

function fakeResults(classes: readonly string[], imagesPerClass: number): TableRow[] {
  const rows = classes.flatMap((givenLabel, given) =>
    Array.from({ length: imagesPerClass }, (_, image): TableRow => {
      const isLabelIssue = image % 12 === 0 && image / 12 < 2 + ((given * 5) % 9);
      const step = image % 24 === 0 ? 1 : 1 + ((image * 7 + given) % (classes.length - 1));
      const labelQuality = isLabelIssue ? (image % 37) / 80 : 1 - ((image % 101) / 101) ** 6 / 2;
      return {
        path: `${givenLabel}/image_${String(image).padStart(6, '0')}.png`,
        givenLabel,
        isLabelIssue,
        labelQuality,
        predictedLabel: isLabelIssue ? classes[(given + step) % classes.length]! : givenLabel,
        predictedProbability: isLabelIssue ? 1 - labelQuality : labelQuality,
        rank: 0,
      };
    }),
  );
  return rows
    .sort((a, b) => a.labelQuality - b.labelQuality)
    .map((row, place) => ({ ...row, rank: place + 1 }));
}

function fakeRun(classes: readonly string[], results: readonly TableRow[], epochs: number): TrainedRun {
  const suspects = results.filter((row) => row.isLabelIssue);
  const curve = (fold: number, from: number, to: number) =>
    Array.from({ length: epochs }, (_, epoch) => to + (from - to) * 0.75 ** (epoch + fold * 0.3));
  const byClass = classes.map((label) => {
    const images = results.filter((row) => row.givenLabel === label).length;
    const errors = suspects.filter((row) => row.givenLabel === label).length * 1.1;
    return { label, images, errors, low: errors * 0.7, high: errors * 1.4 };
  });
  return {
    schema: 1,
    id: 'run-1',
    createdAt: '2026-01-02T03:04:05.000Z',
    labelSource: { kind: 'folders' },
    classes,
    images: results.length,
    unreadable: UNREADABLE,
    skipped: { hidden: 0, notImages: 3, unlabelled: 12, missingFiles: 0 },
    suspects: suspects.length,
    noise: {
      errors: suspects.length * 1.1,
      low: suspects.length * 0.9,
      high: suspects.length * 1.3,
      expectedPrecision: 0.87,
      expectedRecall: 0.79,
      byClass,
      pairs: [],
    },
    filterBy: 'calibrated',
    backend: { name: 'wasm', reason: 'the graphics card offers no WebGPU' },
    plan: {
      preset: 'balanced',
      network: 'compact',
      imageSize: 64,
      channels: 3,
      folds: 5,
      models: 3,
      predictions: 'all-models',
      epochs,
      batchSize: 64,
      learningRate: 0.003,
      schedule: 'one-cycle',
      loss: { name: 'piecewise-zero', cutoff: 0.05 },
      delayEpochs: 3,
      distortion: 0.5,
      mirrors: { horizontal: true, vertical: false },
      seed: 1,
      workers: 2,
    },
    training: [0, 1, 2].map((fold) => ({
      fold,
      meanLoss: curve(fold, Math.log(classes.length), 0.18),
      trainAccuracy: curve(fold, 1 / classes.length, 0.9),
    })),
    opinions: OPINIONS,
    seconds: { discover: 0.4, decode: 6.2, train: 148, detect: 0.7, total: 158.5 },
    peakRssMb: 812,
    warnings: ['3 images of class owl are too small to be judged well.'],
  };
}
