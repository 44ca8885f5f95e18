import type { Thing } from '../core/words/thing';

/** A number with its noun: `1 image`, `2 images`. */
export const counted = (count: number, one: string, other = `${one}s`): string =>
  `${count} ${count === 1 ? one : other}`;

/** The same of what a run is of: `1 box`, `2 boxes`. */
export const countedThings = (count: number, { thing }: { readonly thing?: Thing | undefined }): string =>
  thing === 'box' ? counted(count, 'box', 'boxes') : counted(count, 'image');
