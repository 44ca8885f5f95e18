import { assertNever } from '../src/core/assertNever';
import type { Progress } from '../src/core/progress';
import { formatCount } from './reviewWording';

export function timeLeftText(seconds: number): string {
  if (seconds < 10) return 'a few seconds left';
  if (seconds < 55) return `${Math.round(seconds / 10) * 10} s left`;
  const minutes = Math.round(seconds / 60);
  if (minutes < 60) return `${minutes} min left`;
  return `${Math.floor(minutes / 60)} h ${minutes % 60} min left`;
}

export function phaseText(progress: Progress): string {
  switch (progress.phase) {
    case 'discover':
      return 'Looking for images';
    case 'decode':
      return 'Reading images';
    case 'train':
      return 'Training';
    case 'predictions':
      return 'Reading predictions';
    case 'detect':
      return 'Finding wrong labels';
    case 'thumbnails':
      return 'Drawing thumbnails';
    default:
      return assertNever(progress);
  }
}

/** What is known beyond the phase, shortest first so that a narrow page cuts the least important. */
export function progressDetails(progress: Progress): string[] {
  switch (progress.phase) {
    case 'discover':
      return [`${formatCount(progress.images)} found`];
    case 'decode':
      return [
        `${formatCount(progress.done)} of ${formatCount(progress.total)}`,
        ...(progress.unreadable > 0 ? [`${formatCount(progress.unreadable)} unreadable`] : []),
        ...(progress.secondsLeft === undefined ? [] : [timeLeftText(progress.secondsLeft)]),
      ];
    case 'train':
      return [
        ...(progress.folds > 1 ? [`fold ${progress.fold} of ${progress.folds}`] : []),
        `epoch ${progress.epoch} of ${progress.epochs}`,
        `${formatCount(Math.round(progress.imagesPerSecond))} images/s`,
        ...(progress.secondsLeft === undefined ? [] : [timeLeftText(progress.secondsLeft)]),
      ];
    case 'thumbnails':
      return [`${formatCount(progress.done)} of ${formatCount(progress.total)}`];
    case 'predictions':
      return [`${Math.floor((100 * progress.done) / progress.total)} %`];
    case 'detect':
      return [];
    default:
      return assertNever(progress);
  }
}

/** 0–1 within the phase; null when its length is not known. */
export function progress01(progress: Progress): number | null {
  if (!('total' in progress) || progress.total <= 0) return null;
  return Math.min(1, progress.done / progress.total);
}
