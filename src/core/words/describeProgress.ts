import { assertNever } from '../assertNever';
import type { Progress, TrainingProgress } from '../run/progress';

/** How much of the phase is done, 0–1. */
export function progressShare01(progress: Progress): number {
  return 'total' in progress && progress.total > 0 ? progress.done / progress.total : 0;
}

/** One line of words, e.g. `Training: fold 2 of 4, epoch 3 of 12, 512 images/s, 1 min left`. */
export function describeProgress(progress: Progress): string {
  switch (progress.phase) {
    case 'discover':
      return `Finding images: ${progress.images}`;
    case 'decode': {
      const unreadable = progress.unreadable > 0 ? `, ${progress.unreadable} unreadable` : '';
      return `Reading images: ${progress.done} of ${progress.total}${unreadable}${timeLeft(progress.secondsLeft)}`;
    }
    case 'train': {
      const { fold, folds, epoch, epochs, imagesPerSecond } = progress;
      const where = folds > 1 ? `fold ${fold} of ${folds}, ` : '';
      const speed = `${Math.round(imagesPerSecond)} images/s`;
      return `Training: ${where}epoch ${epoch} of ${epochs}, ${speed}${timeLeft(progress.secondsLeft)}${found(progress)}`;
    }
    case 'predictions':
      return `Reading predictions: ${Math.floor(100 * progressShare01(progress))} %`;
    case 'detect':
      return 'Finding suspects';
    case 'thumbnails':
      return `Making thumbnails: ${progress.done} of ${progress.total}`;
    default:
      return assertNever(progress);
  }
}

/** What need not wait for the end of training. */
function found({ checks }: TrainingProgress): string {
  if (checks === undefined) return '';
  const { contradictions, leaks } = checks;
  const parts = [
    contradictions.groups > 0 ? `${contradictions.groups} contradicting labels` : '',
    leaks.groups > 0 ? `${leaks.groups} leaks between splits` : '',
  ].filter((part) => part !== '');
  return parts.length === 0 ? '' : `; found so far: ${parts.join(', ')}`;
}

function timeLeft(secondsLeft: number | undefined): string {
  if (secondsLeft === undefined) return '';
  return secondsLeft < 90
    ? `, ${Math.ceil(secondsLeft)} s left`
    : `, ${Math.round(secondsLeft / 60)} min left`;
}
