import type { PredProbs } from '../core/confidentLearning/predProbs';
import { isByChance } from '../core/dataset/agreement';
import type { RowMatch } from '../core/run/run';
import { message, type Message } from '../core/words/message';

/** A sentence where predictions agree with the labels hardly more often than by chance: rows may be in another order. */
export function byChanceWarning(
  id: 'predictions-by-chance' | 'embeddings-by-chance',
  labels: Int32Array,
  { predProbs, matchedBy }: { readonly predProbs: PredProbs; readonly matchedBy: RowMatch },
): readonly Message[] {
  if (!isByChance(labels, predProbs)) return [];
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
