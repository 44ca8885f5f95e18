import { booleanToCell, numberToCell } from '../cells';
import type { UnreadableImage } from '../dataset/dataset';
import { CORRECTED_COLUMNS } from '../names';
import { isReviewed, type Decision } from '../review/review';
import type { ResultRow } from './run';

/** What the corrected labels are made of: a run and the decisions about its images. */
export interface CorrectedInput {
  readonly results: Iterable<ResultRow>;
  readonly unreadable: readonly UnreadableImage[];
  readonly decisionOf: (path: string) => Decision | null;
}

/**
 * The rows of `corrected_labels.csv`, cells in the order of `CORRECTED_COLUMNS`: every image once, readable or not, by
 * path (code units). `action` is empty for images without a decision and for "unsure" ones. `corrected_label` is the
 * label to train with: the new one of a relabelled image, none for an excluded one, else the given one. What detection
 * found is empty for unreadable images.
 */
export function correctedRows(input: CorrectedInput): string[][] {
  const images = new Map<string, CorrectedImage>();
  for (const result of input.results)
    images.set(result.path, { path: result.path, givenLabel: result.givenLabel, result });
  for (const { path, givenLabel } of input.unreadable) images.set(path, { path, givenLabel });
  // Sorting bare strings is several times faster than sorting objects by one of their properties.
  const paths = [...images.keys()].sort();
  return paths.map((path) => correctedCells(images.get(path)!, input.decisionOf(path)));
}

interface CorrectedImage {
  readonly path: string;
  readonly givenLabel: string;
  readonly result?: ResultRow;
}

function correctedCells(image: CorrectedImage, decision: Decision | null): string[] {
  const { path, givenLabel, result } = image;
  const cells: Record<(typeof CORRECTED_COLUMNS)[number], string> = {
    path,
    given_label: givenLabel,
    corrected_label: correctedLabel(givenLabel, decision),
    action: decision !== null && isReviewed(decision) ? decision.action : '',
    is_label_issue: result === undefined ? '' : booleanToCell(result.isLabelIssue),
    label_quality: result === undefined ? '' : numberToCell(result.labelQuality),
    predicted_label: result?.predictedLabel ?? '',
  };
  return CORRECTED_COLUMNS.map((column) => cells[column]);
}

function correctedLabel(givenLabel: string, decision: Decision | null): string {
  if (decision?.action === 'relabel') return decision.label;
  return decision?.action === 'exclude' ? '' : givenLabel;
}
