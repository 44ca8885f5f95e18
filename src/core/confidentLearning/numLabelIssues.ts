import { assertNever } from '../assertNever';
import { confidentJoint } from './confidentJoint';
import { countOffDiagonal } from './findLabelIssues';
import type { PredProbs } from './predProbs';

/** Ways of estimating how many labels are wrong; cleanlab's names. */
export const ESTIMATION_METHODS = ['off_diagonal', 'off_diagonal_calibrated'] as const;
export type EstimationMethod = (typeof ESTIMATION_METHODS)[number];

/**
 * The estimated number of wrong labels (cleanlab's `count.num_label_issues`): by `off_diagonal` the confident
 * disagreements whose given label is not the most probable one; by `off_diagonal_calibrated` what the calibrated
 * confident joint holds off its diagonal, which is at least as much.
 */
export function numLabelIssues(
  labels: Int32Array,
  predProbs: PredProbs,
  method: EstimationMethod = 'off_diagonal',
): number {
  switch (method) {
    case 'off_diagonal':
      return countOffDiagonal(labels, predProbs);
    case 'off_diagonal_calibrated': {
      const { data, classCount } = confidentJoint(labels, predProbs);
      let agreeing = 0;
      for (let cell = 0; cell < data.length; cell += classCount + 1) agreeing += data[cell]!;
      return labels.length - agreeing;
    }
    default:
      return assertNever(method);
  }
}
