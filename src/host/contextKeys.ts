/** Context keys for `when` and `enablement` clauses of `package.json`. */
export const CONTEXT_KEYS = {
  /** A gallery has the focus. */
  galleryActive: 'labelReview.galleryActive',
  /** The page of a gallery has the keyboard; which keys mean something to it at the moment, it knows itself. */
  galleryKeys: 'labelReview.galleryKeys',
  /** A run is going on in this window. */
  running: 'labelReview.running',
} as const;
