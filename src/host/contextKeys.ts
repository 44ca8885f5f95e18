/** Context keys for `when` and `enablement` clauses of `package.json`. */
export const CONTEXT_KEYS = {
  /** A gallery has the focus. */
  galleryActive: 'labelReview.galleryActive',
  /** The same, for keybindings that were made when it had another meaning. */
  galleryKeys: 'labelReview.galleryKeys',
  /** A run is going on in this window. */
  running: 'labelReview.running',
} as const;
