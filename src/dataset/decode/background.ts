/** Behind transparent pixels, in each channel: mid-grey, so that neither black nor white drawings vanish. */
export const BACKGROUND_LEVEL = 128;
/** How far from it what is almost transparent may be. */
export const BARELY_SEEN = 8;
