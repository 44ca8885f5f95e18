/** What is to become of an image, or a box, in the source of its label. */
export interface Correction {
  /** The label that it has there. */
  readonly givenLabel: string;
  readonly decision: { readonly action: 'relabel'; readonly label: string } | { readonly action: 'exclude' };
}

/** By path. */
export type Corrections = ReadonlyMap<string, Correction>;
