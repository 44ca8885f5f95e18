import { assertNever } from '../assertNever';
import type { OpinionName } from '../run/opinions';
import type { Progress, TrainingProgress } from '../run/progress';
import { message, wordingFor, wordList, wordMessage, type Message, type Wording } from './message';
import type { NumberWords } from './numbers';
import type { Thing } from './thing';

/** How much of the phase is done, 0–1; undefined while its length is not known. */
export function progressShare01(progress: Progress): number | undefined {
  const { done = 0, total = 0 } = 'total' in progress ? progress : {};
  return total > 0 ? Math.min(1, done / total) : undefined;
}

const PHASES = {
  discover: message('phase-discover'),
  decode: message('phase-decode'),
  train: message('phase-train'),
  predictions: message('phase-predictions'),
  detect: message('phase-detect'),
  thumbnails: message('phase-thumbnails'),
  compare: message('phase-compare'),
  write: message('phase-write'),
  tasks: message('phase-tasks'),
} as const satisfies Readonly<Record<Progress['phase'], Message>>;

/** What the run is doing, e.g. `Training the network`. */
export const describePhase = (progress: ProgressOfPhase, wording: Wording): string =>
  wordMessage(phaseOf(progress), wordingFor(progress, wording));

type ProgressOfPhase = Pick<Progress, 'phase'> & {
  readonly embedding?: boolean | undefined;
  readonly by?: OpinionName | undefined;
  readonly thing?: Thing | undefined;
};

function phaseOf({ phase, embedding = false, by = 'network' }: ProgressOfPhase): Message {
  if (phase === 'decode' && embedding) return message('phase-embed');
  return phase === 'train' && by === 'encoder' ? message('phase-learn') : PHASES[phase];
}

/** What is known beyond the phase, the most important first, so that a narrow page cuts the rest. */
export function progressDetails(progress: Progress, wording: Wording): string[] {
  const words = wordingFor(thingOf(progress), wording);
  return details(progress, wording.numbers).map((detail) =>
    typeof detail === 'string' ? detail : wordMessage(detail, words),
  );
}

const thingOf = (progress: Progress): { readonly thing?: Thing | undefined } =>
  'thing' in progress ? progress : {};

/** One line of words, e.g. `Training the network: fold 2 of 4, epoch 3 of 12, 512 images/s, 1 min left`. */
export function describeProgress(progress: Progress, wording: Wording): string {
  const phase = phaseOf(progress);
  const known = wordList(progressDetails(progress, wording), wording);
  return wordMessage(
    known === '' ? phase : message('progress-line', { phase, details: known }),
    wordingFor(thingOf(progress), wording),
  );
}

function details(progress: Progress, numbers: NumberWords): (Message | string)[] {
  switch (progress.phase) {
    case 'discover':
      return [message('progress-found', { count: progress.images })];
    case 'decode': {
      const { done, total, unreadable, secondsLeft } = progress;
      return [
        message('progress-done', { done, total }),
        ...(unreadable > 0 ? [message('progress-unreadable', { count: unreadable })] : []),
        ...timeLeft(secondsLeft, numbers),
      ];
    }
    case 'train':
      return trainingDetails(progress, numbers);
    case 'predictions':
      return [numbers.percent(progressShare01(progress) ?? 0)];
    case 'detect': {
      const { done, total } = progress;
      return done === undefined || total === undefined ? [] : [message('progress-done', { done, total })];
    }
    case 'thumbnails':
    case 'compare':
    case 'write':
      return [message('progress-done', { done: progress.done, total: progress.total })];
    case 'tasks': {
      const { tasksDone, tasks, secondsLeft } = progress;
      return [
        message('progress-tasks', { done: tasksDone, total: tasks }),
        ...timeLeft(secondsLeft, numbers),
      ];
    }
    default:
      return assertNever(progress);
  }
}

function trainingDetails(
  { fold, folds, epoch, epochs, imagesPerSecond, secondsLeft, checks }: TrainingProgress,
  numbers: NumberWords,
): Message[] {
  const { contradictions, leaks } = checks ?? { contradictions: { groups: 0 }, leaks: { groups: 0 } };
  return [
    ...(folds > 1 ? [message('progress-fold', { fold, folds })] : []),
    message('progress-epoch', { epoch, epochs }),
    message('progress-speed', { count: imagesPerSecond }),
    ...timeLeft(secondsLeft, numbers),
    ...oneOrMore(contradictions.groups, 'one-contradiction-so-far', 'contradictions-so-far'),
    ...oneOrMore(leaks.groups, 'one-leak-so-far', 'leaks-so-far'),
  ];
}

function oneOrMore(
  count: number,
  one: 'one-contradiction-so-far' | 'one-leak-so-far',
  more: 'contradictions-so-far' | 'leaks-so-far',
): Message[] {
  if (count === 0) return [];
  return [count === 1 ? message(one) : message(more, { count })];
}

/** E.g. `2 min left`; nothing where that is not known, or the work is done. */
export const describeTimeLeft = (secondsLeft: number | undefined, wording: Wording): string[] =>
  timeLeft(secondsLeft, wording.numbers).map((left) => wordMessage(left, wording));

/** Rounded as coarsely as it is known. */
function timeLeft(secondsLeft: number | undefined, numbers: NumberWords): Message[] {
  if (secondsLeft === undefined || secondsLeft === 0) return [];
  if (secondsLeft < 10) return [message('seconds-left')];
  const unit = secondsLeft < 55 ? 10 : 60;
  return [message('time-left', { time: numbers.duration(Math.round(secondsLeft / unit) * unit) })];
}
