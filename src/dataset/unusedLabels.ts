import { compareCodeUnits } from '../core/compareCodeUnits';
import { message, type Message } from '../core/words/message';
import type { WalkedImages } from './walk';

/** Files that hold labels or images rather than settings or prose, as those of text may. */
const LABELS = /\.(?:json|jsonl|ndjson|xml|parquet|tar|npz|npy)$|ubyte(?:\.gz)?$/iu;

/** Names a file that was perhaps meant to say what is missing, such as one that is cut off at its start. */
export function besideUnusedLabels(
  problem: Message,
  { annotations }: Pick<WalkedImages, 'annotations'>,
): Message {
  const [file] = annotations.filter((name) => LABELS.test(name)).sort(compareCodeUnits);
  return file === undefined ? problem : message('beside-unused-labels', { problem, file });
}
