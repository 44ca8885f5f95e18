import { listed } from '../core/words/listed';
import { message, type Message } from '../core/words/message';
import type { ImagesToJudge } from './judge';

/** So many images leave at most one for a model that has not seen the image it judges. */
const TOO_FEW = 2;

/** Names classes whose images are suspects whatever they show, as cross-validation leaves nothing of the class to learn from. */
export function smallClassesWarning({
  classes,
  labels,
}: Pick<ImagesToJudge, 'classes' | 'labels'>): readonly Message[] {
  const counts = new Int32Array(classes.length);
  for (const label of labels) counts[label]!++;
  const small = classes.filter((_, label) => counts[label]! > 0 && counts[label]! <= TOO_FEW);
  if (small.length === 0) return [];
  return [message('classes-too-small', { count: small.length, classes: listed(small) })];
}
