import type { Progress } from '../../core/run/progress';
import {
  describePhase,
  describeTimeLeft,
  progressDetails,
  progressShare01,
} from '../../core/words/describeProgress';
import { ENGLISH } from '../../core/words/message';
import type { Palette } from './palette';

export interface BarLook {
  /** Width of the terminal. */
  readonly columns: number;
  /** What stands for work that is done, and for work to do: one column each. */
  readonly marks: readonly [done: string, toDo: string];
  readonly palette: Palette;
}

const LONGEST_BAR = 30;
/** A shorter bar says nothing that the percentage does not. */
const SHORTEST_BAR = 8;
const GAP = '  ';

/**
 * Progress in one line that fits: phase, bar, percentage, time left and, as there is room, what else is known. In a narrow
 * terminal the details go first, then the bar, then the time; the phase is cut at last.
 */
export function progressBar(
  progress: Progress,
  secondsLeft: number | undefined,
  { columns, marks: [done, toDo], palette }: BarLook,
): string {
  // What is written into the last column wraps in some terminals.
  const room = columns - 1;
  const share01 = progressShare01(progress);
  // Cut, not rounded: 100% is what is done.
  const percent = share01 === undefined ? [] : [`${Math.floor(100 * share01)}%`.padStart(4)];
  const phase = cut(describePhase(progress, ENGLISH), room - widthOf(percent));
  const time = fitting(describeTimeLeft(secondsLeft, ENGLISH), room - phase.length - widthOf(percent));
  const free = room - phase.length - widthOf([...percent, ...time]);
  const length = share01 === undefined ? 0 : barLength(free);
  const filled = Math.floor((share01 ?? 0) * length);
  const bar =
    length === 0
      ? []
      : [
          palette.cyan(done.repeat(filled)) +
            (filled < length ? palette.dim(toDo.repeat(length - filled)) : ''),
        ];
  const details = fitting(detailsOf(progress), free - (length === 0 ? 0 : GAP.length + length));
  const tail = details.length === 0 ? [] : [palette.dim(details.join(', '))];
  return [phase, ...bar, ...percent, ...time, ...tail].join(GAP);
}

/** Half of what is free, for the details want the other; 0 where there is no room for a bar. */
function barLength(free: number): number {
  const length = Math.min(LONGEST_BAR, Math.max(SHORTEST_BAR, Math.floor(free / 2) - GAP.length));
  return length + GAP.length > free ? 0 : length;
}

function detailsOf(progress: Progress): readonly string[] {
  // All that is known of it is the percentage.
  if (progress.phase === 'predictions') return [];
  // The time left has a place of its own.
  const timeless = 'secondsLeft' in progress ? { ...progress, secondsLeft: undefined } : progress;
  return progressDetails(timeless, ENGLISH);
}

/** As many parts, from the first, as there is room for. */
function fitting(parts: readonly string[], room: number): readonly string[] {
  const count = parts.findIndex((_, at) => widthOf(parts.slice(0, at + 1)) > room);
  return count < 0 ? parts : parts.slice(0, count);
}

/** What parts take with a gap before each; a comma and a blank are as wide as the gap. */
const widthOf = (parts: readonly string[]): number =>
  parts.reduce((sum, part) => sum + GAP.length + part.length, 0);

function cut(text: string, width: number): string {
  if (text.length <= width) return text;
  return width < 2 ? '' : `${text.slice(0, width - 1)}…`;
}
