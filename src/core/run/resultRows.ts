import { AppError } from '../appError';
import { booleanToCell, numberToCell } from '../cells';
import { boxPath } from '../dataset/imagePlace';
import { isImagePath } from '../dataset/imagePath';
import { RESULT_COLUMNS, SCAN_ONLY_COLUMNS, SCORE_COLUMNS } from '../names';
import type { RunResults } from './resultColumns';
import type { TableRow } from './run';
import { message, type Message } from '../words/message';

/** The cells of one row of a table of results, in the order of `RESULT_COLUMNS`. */
export function resultCells(row: TableRow): string[] {
  const cells: Record<(typeof RESULT_COLUMNS)[number], string> = {
    path: row.path,
    given_label: row.givenLabel,
    is_label_issue: booleanToCell(row.isLabelIssue),
    label_quality: numberToCell(row.labelQuality),
    predicted_label: row.predictedLabel,
    predicted_probability: numberToCell(row.predictedProbability),
    rank: row.rank.toString(),
  };
  return RESULT_COLUMNS.map((column) => cells[column]);
}

/** What an image is flagged for; `off-topic` where it is both. */
type SuspicionKind = 'label' | 'off-topic';

/** Whether boxes were searched, whose tables have `BOX_COLUMNS`. */
export const hasBoxes = ({ places }: Pick<RunResults, 'places'>): boolean =>
  places?.some((place) => place?.box !== undefined) === true;

/** What is searched, as runs and messages say it; undefined: whole images. */
export const thingOf = (searched: Pick<RunResults, 'places'>): 'box' | undefined =>
  hasBoxes(searched) ? 'box' : undefined;

/** Cells for `path` and `BOX_COLUMNS`; `x y width height` in pixels of the picture, as in the source. */
export function boxCells({ path, place }: Pick<TableRow, 'path' | 'place'>): {
  readonly path: string;
  readonly cells: readonly string[];
} {
  if (place?.box === undefined) return { path, cells: ['', ''] };
  // An id may hold what stands between the two.
  const annotation = path.slice(boxPath(place.file, '').length);
  const { x, y, width, height } = place.box;
  return { path: place.file, cells: [annotation, `${x} ${y} ${width} ${height}`] };
}

/** The cells of one row of `scan --out` about boxes, in the order of `SCAN_COLUMNS` and `BOX_COLUMNS`. */
export function scanBoxCells(row: TableRow): string[] {
  const { path, cells } = boxCells(row);
  return [...scanCells({ ...row, path }), ...cells];
}

/** The cells of one row of `scan --out`, in the order of `SCAN_COLUMNS`. */
export function scanCells(row: TableRow): string[] {
  const { offTopic } = row;
  const kind: SuspicionKind | '' =
    offTopic?.isFlagged === true ? 'off-topic' : row.isLabelIssue ? 'label' : '';
  const cells: Record<(typeof SCAN_ONLY_COLUMNS)[number], string> = {
    kind,
    off_topic: offTopic === undefined ? '' : numberToCell(offTopic.score),
  };
  return [...resultCells(row), ...SCAN_ONLY_COLUMNS.map((column) => cells[column])];
}

/** One sample of predictions made elsewhere, as `score` reports it. Rank 1 is the most suspect. */
export interface ScoreRow {
  readonly index: number;
  readonly givenLabel: string;
  readonly isLabelIssue: boolean;
  readonly labelQuality: number;
  readonly predictedLabel: string;
  readonly rank: number;
}

/** The cells of one row of `score --out`, in the order of `SCORE_COLUMNS`. */
export function scoreCells(row: ScoreRow): string[] {
  const cells: Record<(typeof SCORE_COLUMNS)[number], string> = {
    index: row.index.toString(),
    given_label: row.givenLabel,
    is_label_issue: booleanToCell(row.isLabelIssue),
    label_quality: numberToCell(row.labelQuality),
    predicted_label: row.predictedLabel,
    rank: row.rank.toString(),
  };
  return SCORE_COLUMNS.map((column) => cells[column]);
}

/**
 * Reads back what `resultCells` wrote, as runs of version 0.1.0 keep it. `share` may give one string for all labels that
 * are equal.
 * @throws AppError `run-damaged` naming the image and the cell.
 */
export function parseResultRow(
  cells: readonly string[],
  share: (label: string) => string = (label) => label,
): TableRow {
  const [path, givenLabel, isLabelIssue, labelQuality, predictedLabel, predictedProbability, rank] = cells;
  if (
    cells.length !== RESULT_COLUMNS.length ||
    path === undefined ||
    givenLabel === undefined ||
    predictedLabel === undefined
  )
    throw damaged(message('result-cells', { cells: cells.length, columns: RESULT_COLUMNS.length }));
  if (!isImagePath(path)) throw damaged(message('result-no-path'));
  if (isLabelIssue !== 'true' && isLabelIssue !== 'false') throw damaged(message('result-no-flag', { path }));
  return {
    path,
    givenLabel: share(givenLabel),
    isLabelIssue: isLabelIssue === 'true',
    labelQuality: parseProbability(labelQuality, 'label_quality', path),
    predictedLabel: share(predictedLabel),
    predictedProbability: parseProbability(predictedProbability, 'predicted_probability', path),
    rank: parseRank(rank, path),
  };
}

function parseProbability(cell: string | undefined, column: string, path: string): number {
  const value = Number(cell);
  if (cell === undefined || cell.trim() === '' || !(value >= 0 && value <= 1))
    throw damaged(message('result-no-share', { column, path }));
  return value;
}

function parseRank(cell: string | undefined, path: string): number {
  const value = Number(cell);
  if (!Number.isSafeInteger(value) || value < 1) throw damaged(message('result-no-rank', { path }));
  return value;
}

function damaged(why: Message): AppError {
  return new AppError('run-damaged', message('results-damaged', { why }));
}
