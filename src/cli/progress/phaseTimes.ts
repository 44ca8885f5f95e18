import { assertNever } from '../../core/assertNever';
import type { Progress } from '../../core/run/progress';
import { createTimeLeft } from '../../core/timeLeft';

/** Seconds that a phase goes on: as it says itself, or by how fast it has been; undefined while nobody can tell. */
export function createPhaseTimes(now: () => number): (progress: Progress) => number | undefined {
  let phase: Progress['phase'] | undefined;
  let timeLeft = createTimeLeft();
  return (progress) => {
    if (progress.phase !== phase) timeLeft = createTimeLeft();
    phase = progress.phase;
    switch (progress.phase) {
      case 'discover':
        return undefined;
      case 'decode':
      case 'train':
      case 'tasks':
        return progress.secondsLeft;
      case 'predictions':
      case 'detect':
      case 'thumbnails':
      case 'compare':
      case 'write': {
        const { done, total } = progress;
        if (done === undefined || total === undefined) return undefined;
        return timeLeft.estimate({ done, total, elapsedMs: now() });
      }
      default:
        return assertNever(progress);
    }
  };
}
