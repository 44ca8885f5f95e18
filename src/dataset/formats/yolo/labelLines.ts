/** What of a label file is no box, or a box with something to say of it. */
export type LineProblem = 'lines-unreadable' | 'lines-not-shares';

/** Centre and size of a box in shares of the picture. */
export interface BoxShares {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export interface LabelLine {
  /** From 1. */
  readonly line: number;
  readonly classId: number;
  readonly box: BoxShares;
  readonly hasConfidence: boolean;
}

/** A line that cannot be read. */
export interface BadLine {
  readonly line: number;
  readonly problem: LineProblem;
}

/** As much as ultralytics lets coordinates be beyond the picture. */
const TOLERANCE = 0.01;
const BOX = 4;
const WITH_CONFIDENCE = 5;
/** Of an outline: three points. */
const FEWEST_COORDINATES = 6;
const NUMBER = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/iu;

/**
 * The lines of a label file: a class and a box (its centre and size), an outline of three points or more, or a box with `keypoints`
 * numbers behind it. An outline becomes the box around it.
 */
export function readLabelLines(text: string, keypoints: number): readonly (LabelLine | BadLine)[] {
  return text
    .replace(/^\uFEFF/u, '')
    .split(/\r\n|\n|\r/u)
    .flatMap((words, at) => (words.trim() === '' ? [] : [readLine(words.trim(), at + 1, keypoints)]));
}

export const isBad = (line: LabelLine | BadLine): line is BadLine => 'problem' in line;

function readLine(words: string, line: number, keypoints: number): LabelLine | BadLine {
  const parts = words.split(/\s+/u);
  const [classId = NaN, ...values] = parts.map((part) => (NUMBER.test(part) ? Number(part) : NaN));
  const isKeypoints = keypoints > 0 && values.length === BOX + keypoints;
  const hasConfidence = values.length === WITH_CONFIDENCE;
  const isBox = values.length === BOX || hasConfidence || isKeypoints;
  const isOutline = !isBox && values.length >= FEWEST_COORDINATES && values.length % 2 === 0;
  if (!Number.isSafeInteger(classId) || classId < 0 || values.some(Number.isNaN) || !(isBox || isOutline))
    return { line, problem: 'lines-unreadable' };
  const shares = isOutline ? values : values.slice(0, BOX);
  if (shares.some((share) => share < -TOLERANCE || share > 1 + TOLERANCE))
    return { line, problem: 'lines-not-shares' };
  const [x = 0, y = 0, width = 0, height = 0] = shares;
  return { line, classId, box: isOutline ? around(shares) : { x, y, width, height }, hasConfidence };
}

function around(points: readonly number[]): BoxShares {
  let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity];
  for (let at = 0; at + 1 < points.length; at += 2) {
    left = Math.min(left, points[at]!);
    right = Math.max(right, points[at]!);
    top = Math.min(top, points[at + 1]!);
    bottom = Math.max(bottom, points[at + 1]!);
  }
  return { x: (left + right) / 2, y: (top + bottom) / 2, width: right - left, height: bottom - top };
}
