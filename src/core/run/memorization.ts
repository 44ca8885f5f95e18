import * as v from 'valibot';
import type { Immutable } from '../immutable';

export const memorizationSchema = v.object({
  heldOutImages: v.number(),
  /** How often the models predict the given label of images that they have not seen, … */
  heldOutAgreement: v.number(),
  /** … and of images that they have. */
  seenAgreement: v.number(),
  isMemorized: v.boolean(),
});
/** Whether the models have learnt labels by heart, which would hide errors. Shares are of images, 0–1. */
export type MemorizationCheck = Immutable<v.InferOutput<typeof memorizationSchema>>;
