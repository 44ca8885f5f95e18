import { booleanToCell, numberToCell } from '../cells';
import { compareCodeUnits } from '../compareCodeUnits';
import type { UnreadableImage } from '../dataset/dataset';
import { CORRECTED_COLUMNS } from '../names';
import type { Decision } from '../review/review';
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

/** An image with what was decided about it. */
export interface CorrectedImage {
  readonly image: ResultRow | UnreadableImage;
  /** The label to train with: the new one of a relabelled image, null for an excluded one, else the given one. */
  readonly correctedLabel: string | null;
  /** Null for images without a decision and for "unsure" ones. */
  readonly action: Exclude<Decision['action'], 'unsure'> | null;
}

/** Every image once, readable or not, by path (code units). */
export function* correctedImages({
  results,
  unreadable,
  decisionOf,
}: CorrectedInput): Generator<CorrectedImage> {
  const others = [...unreadable].sort((a, b) => compareCodeUnits(a.path, b.path));
  let next = 0;
  for (const [index, path] of results.paths.entries()) {
    for (; next < others.length && others[next]!.path < path; next++) yield correct(others[next]!);
    yield correct({ ...resultRow(results, imageIndex(index), path), ...placeIn(results, index) });
  }
  for (; next < others.length; next++) yield correct(others[next]!);

  function correct(image: ResultRow | UnreadableImage): CorrectedImage {
    const decision = decisionOf(image.path);
    return {
      image,
      correctedLabel: correctedLabel(image.givenLabel, decision),
      action: decision === null || decision.action === 'unsure' ? null : decision.action,
    };
  }
}

/**
 * The rows of `corrected_labels.csv`, cells in the order of `CORRECTED_COLUMNS` and, for boxes, `BOX_COLUMNS`: what is null
 * there is empty here, and so is what detection found of unreadable images.
 */
export function* correctedRows(input: CorrectedInput): Generator<readonly string[]> {
  const withBoxes = hasBoxes(input.results);
  for (const corrected of correctedImages(input)) {
    if (withBoxes) {
      const { path, cells } = boxCells(corrected.image);
      yield [...correctedCells({ ...corrected, image: { ...corrected.image, path } }), ...cells];
    } else yield correctedCells(corrected);
  }
}

function correctedCells({ image, ...corrected }: CorrectedImage): string[] {
  const result = 'image' in image ? image : undefined;
  const cells: Record<(typeof CORRECTED_COLUMNS)[number], string> = {
    path: image.path,
    given_label: image.givenLabel,
    corrected_label: corrected.correctedLabel ?? '',
    action: corrected.action ?? '',
    is_label_issue: result === undefined ? '' : booleanToCell(result.isLabelIssue),
    label_quality: result === undefined ? '' : numberToCell(result.labelQuality),
    predicted_label: result?.predictedLabel ?? '',
  };
  return CORRECTED_COLUMNS.map((column) => cells[column]);
}

function correctedLabel(givenLabel: string, decision: Decision | null): string | null {
  if (decision?.action === 'relabel') return decision.label;
  return decision?.action === 'exclude' ? null : givenLabel;
}
