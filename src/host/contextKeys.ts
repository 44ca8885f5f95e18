/** Context keys for `when` and `enablement` clauses of `package.json`. */
export const CONTEXT_KEYS = {
  /** A gallery has the focus. */
  galleryActive: 'labelReview.galleryActive',
  /** Keys go to the suspects of a gallery, not to a text field or elsewhere. */
  galleryKeys: 'labelReview.galleryKeys',
  /** A run is going on in this window. */
  running: 'labelReview.running',
} as const;
