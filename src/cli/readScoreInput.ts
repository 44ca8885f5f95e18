import path from 'node:path';
import { AppError } from '../core/appError';
import { validateLabels } from '../core/confidentLearning/validateLabels';
import type { PredProbs } from '../core/confidentLearning/predProbs';
import { labelsToIndices, type LabelIndices } from '../core/dataset/labelsToIndices';
import { message, type Message } from '../core/words/message';
import { checkMatching } from '../dataset/predictions/checkMatching';
import { leftOutWarning, respeltWarning } from '../dataset/predictions/matchColumns';
import { openPredictions } from '../dataset/predictions/openPredictions';
import type { PredictionsReader } from '../dataset/predictions/predictionsReader';
import { readMatrix } from '../dataset/predictions/readMatrix';
import { byChanceWarning } from '../pipeline/byChance';
import { required, type Flags } from './flags';
import { readLabels, type ReadLabels } from './readLabels';

/** What `score` works on: a label and a row of probabilities for each example. */
export interface ScoreInput {
  readonly predProbs: PredProbs;
  readonly indices: LabelIndices;
  readonly warnings: readonly Message[];
}

/** Reads labels and predictions, and holds one against the other. @throws AppError `bad-labels`, `bad-predictions`. */
export async function readScoreInput(flags: Flags, signal: AbortSignal): Promise<ScoreInput> {
  const labelsFile = path.resolve(required(flags, 'labels'));
  const predictionsFile = path.resolve(required(flags, 'pred-probs'));
  const classes = flags.list('classes');
  const read = await readLabels(labelsFile, flags.text('label-column'));
  const reader = await openPredictions(predictionsFile, { classes: classes ?? [...new Set(read.labels)] });
  const { paths, ...predProbs } = await readMatrix(reader, signal);
  if (paths !== undefined) refuseOtherImages(reader, paths, labelsFile, read);
  const { columns, columnNames } = reader;
  const indices = labelsToIndices({ labels: read.labels, columns, classes, columnNames });
  validateLabels(indices.labels, predProbs);
  const warnings = checkMatching({
    file: predictionsFile,
    predProbs,
    ...indices,
    classOfColumn: Int32Array.from(indices.classes.keys()),
    fileOrder: Int32Array.from(indices.labels.keys()),
    nameRow: (row) => reader.nameRow(row),
  });
  const byChance = byChanceWarning('predictions-by-chance', indices.labels, {
    predProbs,
    matchedBy: 'labels-file',
  });
  const respelt = respeltWarning(reader, indices.classes, indices.respelt);
  return { predProbs, indices, warnings: [...leftOutWarning(reader), ...respelt, ...warnings, ...byChance] };
}

/** Rows are matched by their order: where both files say which image each is about, they must say the same. */
function refuseOtherImages(
  reader: PredictionsReader,
  paths: readonly string[],
  labelsFile: string,
  { images }: ReadLabels,
): void {
  if (images?.length !== paths.length) return; // The numbers of rows are compared later.
  const row = paths.findIndex((image, at) => fileName(image) !== fileName(images[at]!.path));
  if (row < 0) return;
  throw new AppError(
    'bad-predictions',
    message('score-other-image', {
      file: reader.file,
      row: reader.nameRow(row),
      image: paths[row]!,
      labels: labelsFile,
      line: `${images[row]!.line}`,
      labelled: images[row]!.path,
    }),
  );
}

/** Folders may be written differently. */
const fileName = (image: string): string => path.posix.basename(image.replaceAll('\\', '/'));
