import { areaUnderRoc, averagePrecision, bestF1, detectionMetrics, precisionAtK } from './metrics';
import { readJudgedImages, type JudgedImages } from './judgedImages';

/** How well a scan found the wrong labels of a dataset whose true labels are known. */
export interface Evaluation {
  readonly images: number;
  /** Images whose given label is not the true one. */
  readonly errors: number;
  readonly flagged: number;
  readonly found: number;
  readonly precision: number;
  readonly recall: number;
  readonly f1: number;
  /** The F1 of the best cut of the ranking: what a perfect choice of how many to flag would give. */
  readonly bestF1: number;
  readonly averagePrecision: number;
  readonly areaUnderRoc: number;
  readonly precisionAt100: number;
  /** Share of errors among the first `errors` images in rank order. */
  readonly precisionAtErrors: number;
}

/** Compares what `scan --out` wrote with a truth file (`path,true_label`). */
export async function evaluateSuspects(suspectsFile: string, truthFile: string): Promise<Evaluation> {
  return evaluateJudged(await readJudgedImages(suspectsFile, truthFile));
}

export function evaluateJudged({ isError, isFlagged, suspicion }: JudgedImages): Evaluation {
  const order = Int32Array.from(suspicion.keys()).sort((a, b) => suspicion[b]! - suspicion[a]!);
  const errors = isError.reduce((sum, flag) => sum + flag, 0);
  return {
    images: isError.length,
    errors,
    flagged: isFlagged.reduce((sum, flag) => sum + flag, 0),
    found: isFlagged.reduce((sum, flag, i) => sum + (flag & isError[i]!), 0),
    ...detectionMetrics(isFlagged, isError),
    bestF1: bestF1(suspicion, isError),
    averagePrecision: averagePrecision(suspicion, isError),
    areaUnderRoc: areaUnderRoc(suspicion, isError),
    precisionAt100: precisionAtK(order, isError, 100),
    precisionAtErrors: precisionAtK(order, isError, errors),
  };
}

/** One figure a line. */
export function describeEvaluation(evaluation: Evaluation): string {
  const { images, errors, flagged, found } = evaluation;
  const lines = {
    'Planted errors': `${errors} of ${images} images`,
    Flagged: `${flagged}, ${found} of them planted errors`,
    Precision: evaluation.precision.toFixed(4),
    Recall: evaluation.recall.toFixed(4),
    F1: `${evaluation.f1.toFixed(4)}, ${evaluation.bestF1.toFixed(4)} at the best cut`,
    'Average precision': evaluation.averagePrecision.toFixed(4),
    'Area under ROC': evaluation.areaUnderRoc.toFixed(4),
    [`Precision in first ${errors}`]: evaluation.precisionAtErrors.toFixed(4),
  };
  return Object.entries(lines)
    .map(([name, value]) => `${name.padEnd(26)}${value}`)
    .join('\n');
}
