/** Context keys for `when` and `enablement` clauses of `package.json`. */
export const CONTEXT_KEYS = {
  /** A gallery has the focus. */
  galleryActive: 'labelReview.galleryActive',
  /** A run is going on in this window. */
  running: 'labelReview.running',
} as const;
