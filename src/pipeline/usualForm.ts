import type { ScanOptions } from '../core/run/scanOptions';
import type { PixelOutput } from '../dataset/decode/decodeOutput';
import { planTraining } from '../ml/plan/plan';
import type { Dataset } from './prepare';

/** The form in which a network would look at the images, for the checks and for what is shown; settings of training have no say. */
export async function usualForm({ facts }: Dataset, options: ScanOptions): Promise<PixelOutput> {
  const { preset, encoder, seed, backend, imageSize } = options;
  const plan = planTraining(await facts(), { preset, encoder, seed, backend, imageSize });
  return { kind: 'pixels', size: plan.imageSize, channels: plan.channels };
}
