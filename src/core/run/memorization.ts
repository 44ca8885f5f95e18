/** Whether the models have learnt labels by heart, which would hide errors. Shares are of images, 0–1. */
export interface MemorizationCheck {
  readonly heldOutImages: number;
  /** How often the models predict the given label of images that they have not seen, … */
  readonly heldOutAgreement: number;
  /** … and of images that they have. */
  readonly seenAgreement: number;
  readonly isMemorized: boolean;
}
