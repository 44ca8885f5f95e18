import { booleanToCell, numberToCell } from '../cells';
import { compareCodeUnits } from '../compareCodeUnits';
import type { UnreadableImage } from '../dataset/dataset';
import { CORRECTED_COLUMNS } from '../names';
import { isReviewed, type Decision } from '../review/review';
import { imageIndex } from '../spaces';
import { placeIn, resultRow, type RunResults } from './resultColumns';
import { boxCells, hasBoxes } from './resultRows';
import type { ResultRow } from './run';

/** What the corrected labels are made of: a run and the decisions about its images. */
export interface CorrectedInput {
  readonly results: RunResults;
  readonly unreadable: readonly UnreadableImage[];
  readonly decisionOf: (path: string) => Decision | null;
}

/**
 * The rows of `corrected_labels.csv`, cells in the order of `CORRECTED_COLUMNS` and, for boxes, `BOX_COLUMNS`: every image once, readable or not, by
 * path (code units). `action` is empty for images without a decision and for "unsure" ones. `corrected_label` is the
 * label to train with: the new one of a relabelled image, none for an excluded one, else the given one. What detection
 * found is empty for unreadable images.
 */
export function* correctedRows({
  results,
  unreadable,
  decisionOf,
}: CorrectedInput): Generator<readonly string[]> {
  const others = [...unreadable].sort((a, b) => compareCodeUnits(a.path, b.path));
  let next = 0;
  const withBoxes = hasBoxes(results);
  for (const [index, path] of results.paths.entries()) {
    for (; next < others.length && others[next]!.path < path; next++) yield cellsOf(others[next]!);
    yield cellsOf({ ...resultRow(results, imageIndex(index), path), ...placeIn(results, index) });
  }
  for (; next < others.length; next++) yield cellsOf(others[next]!);

  function cellsOf(image: ResultRow | UnreadableImage): string[] {
    const decision = decisionOf(image.path);
    if (!withBoxes) return correctedCells(image, decision);
    const { path, cells } = boxCells(image);
    return [...correctedCells({ ...image, path }, decision), ...cells];
  }
}

function correctedCells(image: ResultRow | UnreadableImage, decision: Decision | null): string[] {
  const { path, givenLabel } = image;
  const result = 'image' in image ? image : undefined;
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
