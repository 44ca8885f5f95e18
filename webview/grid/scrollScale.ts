/**
 * Chromium lays out nothing taller than 2^25 px (33,554,432). A longer list gets a spacer of this height and its
 * scroll positions are multiplied.
 */
export const MAX_SPACER_HEIGHT = 30_000_000;

export interface ScrollScale {
  /** Height of the element that is scrolled. */
  readonly spacerHeight: number;
  /** List pixels per scrolled pixel; 1 unless the list is too tall. */
  readonly factor: number;
}

export function scrollScale(totalHeight: number, viewportHeight: number): ScrollScale {
  if (totalHeight <= MAX_SPACER_HEIGHT) return { spacerHeight: totalHeight, factor: 1 };
  const factor = (totalHeight - viewportHeight) / (MAX_SPACER_HEIGHT - viewportHeight);
  return { spacerHeight: MAX_SPACER_HEIGHT, factor };
}
