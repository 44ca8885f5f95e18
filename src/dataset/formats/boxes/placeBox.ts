import type { Box } from '../../../core/dataset/imagePlace';
import type { Dimensions } from '../../decode/dimensions';
import type { BoxProblem } from './boxProblems';

/** Rounding may put an edge so far beyond the picture. */
const ROUNDING_PX = 1;

/** How a box lies in its picture, if not inside. */
export function boxProblem({ x, y, width, height }: Box, picture: Dimensions): BoxProblem | undefined {
  if (!(width > 0) || !(height > 0)) return 'boxes-without-area';
  const [right, bottom] = [x + width, y + height];
  if (x >= picture.width || y >= picture.height || right <= 0 || bottom <= 0) return 'boxes-outside';
  const isBeyond =
    x < -ROUNDING_PX ||
    y < -ROUNDING_PX ||
    right > picture.width + ROUNDING_PX ||
    bottom > picture.height + ROUNDING_PX;
  return isBeyond ? 'boxes-beyond' : undefined;
}
