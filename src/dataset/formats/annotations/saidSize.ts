import type { Dimensions } from '../../decode/dimensions';

/** The size of a picture as a file says it; undefined where it says nothing that can be one, such as 0. */
export const saidSize = (width: unknown, height: unknown): Dimensions | undefined =>
  typeof width === 'number' && typeof height === 'number' && width > 0 && height > 0
    ? { width, height }
    : undefined;
