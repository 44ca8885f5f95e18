/** Every text of the overview page, in one place for translators. */
import * as l10n from '@vscode/l10n';
import type { LabelSource } from '../../src/core/dataset/dataset';
import { FORMAT_TITLES } from '../../src/core/dataset/formats/formatNames';
import type { LossSpec, TrainingPlan } from '../../src/core/run/trainingPlan';
import { showUnseen } from '../../src/core/words/showUnseen';
import { message, wordList } from '../../src/core/words/message';
import type { Thing } from '../../src/core/words/thing';
import { numbers, say, WORDING } from '../pageWording';

export const { count } = numbers;
export const percentOf = numbers.percent;
export const seconds = numbers.duration;
export const rateRange = (low: number, high: number) => l10n.t('{0} to {1}', percentOf(low), percentOf(high));
export const pair = (given: string, suggested: string) =>
  l10n.t('{0} → {1}', showUnseen(given), showUnseen(suggested));
export const dateTime = (iso: string) => numbers.dateTime(new Date(iso));

export const suspects = (value: number) =>
  value === 1 ? l10n.t('1 suspect') : l10n.t('{0} suspects', count(value));
export const things = (value: number, thing?: Thing) => say(message('things', { count: value }), thing);
export const classCount = (value: number) =>
  value === 1 ? l10n.t('1 class') : l10n.t('{0} classes', count(value));
export const models = (value: number) =>
  value === 1 ? l10n.t('1 model') : l10n.t('{0} models', count(value));

export const openOffTopic = (name: string, value: number, thing: Thing) =>
  l10n.t('{0} of class {1} may show none of the classes: show them', things(value, thing), showUnseen(name));

export const reviewed = (done: number, total: number, wrong: number) =>
  l10n.t('{0} of {1} suspects reviewed, {2} labels found wrong', count(done), count(total), count(wrong));

export const cell = (given: string, suggested: string, value: number, done: number) =>
  value === 0
    ? l10n.t('Labelled {0}, suggested {1}: no suspects', showUnseen(given), showUnseen(suggested))
    : l10n.t(
        'Labelled {0}, suggested {1}: {2}, {3} reviewed',
        showUnseen(given),
        showUnseen(suggested),
        suspects(value),
        count(done),
      );
export const openCell = (text: string) => l10n.t('{0}. Click to review them.', text);
export const matrixOf = (shown: number, all: number, held: number, total: number) =>
  shown === all
    ? l10n.t('Suspects by given and suggested label. Choose a cell to review its suspects in the gallery.')
    : l10n.t(
        'The {0} of {1} classes that are confused most with each other: {2} of {3}. Choose a cell to review its suspects in the gallery.',
        count(shown),
        count(all),
        count(held),
        suspects(total),
      );
export const showAll = (total: number) => l10n.t('Show all {0}', count(total));
export const firstOf = (shown: number, total: number) =>
  l10n.t('The first {0} of {1}.', count(shown), count(total));

export const qualityLabel = (below: number, all: number, cut: number | null) =>
  cut === null
    ? message('low-quality-things', { below, all })
    : message('low-quality-things-cut', { below, all, cut: quality(cut) });
export const quality = (value: number) => numbers.decimal(value, 2);
export const qualityRange = (from: number, to: number) => l10n.t('{0} to {1}', quality(from), quality(to));
export const cutAt = (cut: number) => l10n.t('Cut at {0}', quality(cut));

export const lossValue = (value: number | null) =>
  value === null ? l10n.t('not a number') : numbers.significant(value, 3);
export const modelName = (fold: number) => l10n.t('Model {0}', fold + 1);
export const curve = (title: string, first: string, last: string, epochs: number) =>
  l10n.t(
    '{0}: {1} in the first epoch, {2} in the last of {3}, as the mean over the models.',
    title,
    first,
    last,
    epochs,
  );
export const robustFrom = (epoch: number, loss: string) =>
  l10n.t('The dashed line is where the {0} loss takes over, before epoch {1}.', loss, epoch);
export const thinLines = (value: number) => l10n.t('Thin lines: {0}; thick: their mean.', models(value));
export const backend = (name: string, reason: string) => l10n.t('{0}: {1}', name, reason);
export const memory = (megabytes: number) => numbers.bytes(megabytes * 2 ** 20);
/** Where the labels come from. */
export function labelSource(source: LabelSource): string {
  switch (source.kind) {
    case 'folders':
      return l10n.t('the names of the class folders');
    case 'csv':
      return l10n.t(
        '{0}, columns {1} and {2}',
        ...[source.file, source.pathColumn, source.labelColumn].map(showUnseen),
      );
    case 'annotations':
      return l10n.t(
        '{0}: {1}',
        FORMAT_TITLES[source.format],
        wordList(source.files.map(showUnseen), WORDING),
      );
  }
}
export const pixels = ({ imageSize, channels }: TrainingPlan) =>
  channels === 1
    ? l10n.t('{0} × {0} pixels, grey', imageSize)
    : l10n.t('{0} × {0} pixels, colour', imageSize);
export const notScanned = (dataset: string) => l10n.t('{0} has not been scanned yet', showUnseen(dataset));
export const reveal = (path: string) => l10n.t('Show {0} in the Explorer', showUnseen(path));

export function loss(spec: LossSpec): string {
  const { name, ...parameters } = spec;
  const values = Object.entries(parameters).map(([key, value]) => `${PARAMETERS[key] ?? key} = ${value}`);
  return values.length === 0 ? name : l10n.t('{0} ({1})', name, wordList(values, WORDING));
}

/** As in the paper; see `LossSpec`. */
const PARAMETERS: Readonly<Record<string, string>> = {
  gamma: 'γ',
  cutoff: 'c',
  activeWeight: 'α',
  passiveWeight: 'β',
  regularization: 'λ',
};

export const foldsText = (plan: TrainingPlan, thing: Thing) =>
  plan.folds === 1
    ? say(message('trained-on-all', { models: models(plan.models) }), thing)
    : l10n.t('{0}, each leaving out one of {1} parts', models(plan.models), plan.folds);
export const epochsText = ({ epochs, delayEpochs }: TrainingPlan) =>
  delayEpochs > 0 ? l10n.t('{0}, the first {1} with cross-entropy', epochs, delayEpochs) : String(epochs);
export const learningRateText = ({ learningRate, schedule }: TrainingPlan) =>
  schedule === 'one-cycle' ? l10n.t('up to {0} (one cycle)', learningRate) : String(learningRate);
export const skippedText = (parts: {
  readonly hidden: number;
  readonly notImages: number;
  readonly unlabelled: number;
  readonly missingFiles: number;
}) => {
  const texts: string[] = [];
  if (parts.unlabelled > 0) texts.push(l10n.t('{0} without a label', things(parts.unlabelled)));
  if (parts.notImages > 0) texts.push(l10n.t('{0} other files', count(parts.notImages)));
  if (parts.hidden > 0) texts.push(l10n.t('{0} hidden', count(parts.hidden)));
  if (parts.missingFiles > 0) texts.push(l10n.t('{0} rows without a file', count(parts.missingFiles)));
  return texts.length === 0 ? l10n.t('nothing') : wordList(texts, WORDING);
};

/** Texts without a gap. A function, because the translation is known only once the page has started. */
export const texts = (thing?: Thing) => ({
  title: l10n.t('Overview'),
  loading: l10n.t('Loading…'),
  openGallery: l10n.t('Open Gallery'),
  export: l10n.t('Export Corrected Labels…'),
  scan: l10n.t('Find Wrong Labels…'),
  showLog: l10n.t('Show Log'),
  whatItDoes: l10n.t(
    'After the first run this page shows its classes, confusions and settings, and how far the review is.',
  ),
  olderRun: l10n.t(
    'An older run. The gallery shows the newest one, so its cells cannot be opened from here.',
  ),
  progress: l10n.t('Progress of the review'),
  warning: l10n.t('Warning'),
  noSuspects: l10n.t('This run has no suspects.'),
  asTable: l10n.t('Show as a table'),
  classes: l10n.t('Classes'),
  className: l10n.t('Class'),
  images: say(message('column-of-things'), thing),
  errorRate: l10n.t('Wrong labels, estimated'),
  suspects: l10n.t('Suspects'),
  reviewed: l10n.t('Reviewed'),
  wrong: l10n.t('Found wrong'),
  offTopic: l10n.t('None of the classes'),
  unknown: l10n.t('unknown'),
  filterClasses: l10n.t('Filter classes'),
  noSuchClass: l10n.t('No class has this in its name.'),
  confusions: l10n.t('Confusions'),
  given: l10n.t('Given label'),
  suggested: l10n.t('Suggested label'),
  givenRows: l10n.t('Given ↓ suggested →'),
  pairs: l10n.t('Most frequent pairs'),
  pair: l10n.t('Given → suggested'),
  quality: l10n.t('Label quality'),
  qualityAxis: l10n.t('Probability that the given label is right'),
  logarithmic: say(message('things-on-log-scale'), thing),
  allImages: say(message('all-things'), thing),
  ofThemSuspects: l10n.t('Suspects'),
  training: l10n.t('Training'),
  networkTraining: l10n.t('Training of the network'),
  headTraining: l10n.t("Training on the encoder's features"),
  meanLoss: l10n.t('Loss'),
  accuracy: l10n.t('Given labels predicted'),
  epoch: l10n.t('Epoch'),
  mean: l10n.t('Mean'),
});

/** What the parts that tell how the run was made say. */
export const runTexts = (thing?: Thing) => ({
  unreadable: say(message('things-unreadable'), thing),
  file: l10n.t('File'),
  reason: l10n.t('Reason'),
  run: l10n.t('Run'),
  made: l10n.t('Made'),
  labels: l10n.t('Labels from'),
  predictions: l10n.t('Predictions from'),
  filterBy: l10n.t('Suspects by'),
  opinions: l10n.t('Opinions'),
  preset: l10n.t('Preset'),
  network: l10n.t('Network'),
  input: l10n.t('Input'),
  modelsAndFolds: l10n.t('Models'),
  epochs: l10n.t('Epochs'),
  batchSize: l10n.t('Batch size'),
  learningRate: l10n.t('Learning rate'),
  loss: l10n.t('Loss'),
  seed: l10n.t('Seed'),
  backend: l10n.t('Backend'),
  peakMemory: l10n.t('Peak memory'),
  skipped: l10n.t('Passed over'),
  time: l10n.t('Time'),
  phase: l10n.t('Phase'),
  duration: l10n.t('Duration'),
  discover: l10n.t('Finding images'),
  decode: say(message('phase-decode'), thing),
  train: l10n.t('Training'),
  detect: l10n.t('Finding suspects'),
  other: l10n.t('Thumbnails and the rest'),
  total: l10n.t('Total'),
});
