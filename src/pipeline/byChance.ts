import type { PredProbs } from '../core/confidentLearning/predProbs';
import { agreementWithLabels } from '../core/dataset/agreement';
import type { RowMatch } from '../core/run/run';
import { message, type Message } from '../core/words/message';

/** Cohen's kappa below which predictions say next to nothing about the labels. */
const NO_AGREEMENT = 0.1;

/** A sentence where predictions agree with the labels hardly more often than by chance: rows may be in another order. */
export function byChanceWarning(
  id: 'predictions-by-chance' | 'embeddings-by-chance',
  labels: Int32Array,
  { predProbs, matchedBy }: { readonly predProbs: PredProbs; readonly matchedBy: RowMatch },
): readonly Message[] {
  if (agreementWithLabels(labels, predProbs) >= NO_AGREEMENT) return [];
  return [message(id, { matched: howMatched(matchedBy) })];
}

function howMatched(matchedBy: RowMatch): Message {
  switch (matchedBy) {
    case 'path-column':
      return message('matched-by-path');
    case 'order-file':
      return message('matched-by-order-file');
    case 'labels-file':
      return message('matched-by-label-file');
    case 'sorted-paths':
      return message('matched-by-sorted-paths');
  }
}
