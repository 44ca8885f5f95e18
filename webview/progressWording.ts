import * as l10n from '@vscode/l10n';
import { assertNever } from '../src/core/assertNever';
import type { Progress } from '../src/core/run/progress';
import { formatCount } from './reviewWording';

export function timeLeftText(seconds: number): string {
  if (seconds < 10) return l10n.t('a few seconds left');
  if (seconds < 55) return l10n.t('{0} s left', Math.round(seconds / 10) * 10);
  const minutes = Math.round(seconds / 60);
  if (minutes < 60) return l10n.t('{0} min left', minutes);
  return l10n.t('{0} h {1} min left', Math.floor(minutes / 60), minutes % 60);
}

export function phaseText(progress: Progress): string {
  switch (progress.phase) {
    case 'discover':
      return l10n.t('Looking for images');
    case 'decode':
      return l10n.t('Reading images');
    case 'train':
      return l10n.t('Training');
    case 'predictions':
      return l10n.t('Reading predictions');
    case 'detect':
      return l10n.t('Finding wrong labels');
    case 'thumbnails':
      return l10n.t('Drawing thumbnails');
    default:
      return assertNever(progress);
  }
}

/** What is known beyond the phase, shortest first so that a narrow page cuts the least important. */
export function progressDetails(progress: Progress): string[] {
  switch (progress.phase) {
    case 'discover':
      return [l10n.t('{0} found', formatCount(progress.images))];
    case 'decode':
      return [
        l10n.t('{0} of {1}', formatCount(progress.done), formatCount(progress.total)),
        ...(progress.unreadable > 0 ? [l10n.t('{0} unreadable', formatCount(progress.unreadable))] : []),
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
      return [l10n.t('{0} of {1}', formatCount(progress.done), formatCount(progress.total))];
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
