/** Whole numbers that count in different spaces: they are plain numbers at run time, and do not fit each other in types. */
declare const space: unique symbol;
type In<Space extends string> = number & { readonly [space]: Space };

/** An image of a run: its index in the paths sorted by code unit, and so its row in every file of the run. */
export type ImageIndex = In<'images'>;
/** The order of suspicion in a run: 1 for the most suspect image. */
export type Rank = In<'ranks'>;
/** An image among those that a review shows, in rank order, from 0. */
export type ShownIndex = In<'shown images'>;
/** A suspect among the suspects of a run, in rank order, from 0. */
export type SuspectIndex = In<'suspects'>;
/** An image in a filtered and sorted view, from 0. */
export type ViewPosition = In<'view'>;

// A plain number becomes one of a space here and nowhere else.
export const imageIndex = (index: number) => index as ImageIndex;
export const rank = (position: number) => position as Rank;
export const shownIndex = (index: number) => index as ShownIndex;
export const viewPosition = (position: number) => position as ViewPosition;
