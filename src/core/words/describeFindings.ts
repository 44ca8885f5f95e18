import type { CheckSummary } from '../dataset/imageChecks';
import { IMAGE_FAULTS } from '../faults/findFaults';
import type { SuspectsComparison } from '../run/compareSuspects';
import type { SampleEstimate } from '../review/sampleTally';
import type { NoiseSummary } from '../run/run';
import { FAULT_WORDS } from './faultWords';
import { message, wordList, wordMessage, type Message, type Wording } from './message';

/** What the checks of a run found, in sentences for the user; none where they found nothing. */
export function describeChecks(checks: CheckSummary, wording: Wording): string[] {
  const { duplicates, contradictions, leaks, faults } = checks;
  const sentences: Message[] = [];
  if (duplicates.groups > 0) {
    const { groups, images } = duplicates;
    const copies =
      groups === 1
        ? message('one-picture-in-copies', { images })
        : message('pictures-in-copies', { count: groups, images });
    const details = inOne(
      [
        message('copies-with-different-labels', { count: contradictions.groups }),
        message('copies-in-several-splits', { count: leaks.groups }),
      ].filter(({ args }) => args.count !== 0),
      wording,
    );
    sentences.push(
      details === ''
        ? message('copies-found', { copies })
        : message('copies-found-with', { copies, details }),
    );
  }
  const found = IMAGE_FAULTS.filter((fault) => faults[fault] > 0).map((fault) =>
    message('fault-count', { count: faults[fault], fault: FAULT_WORDS[fault] }),
  );
  if (found.length > 0) sentences.push(message('faults-found', { faults: inOne(found, wording) }));
  return sentences.map((sentence) => wordMessage(sentence, wording));
}

/** How many images may show none of the classes, in a sentence; none where there are none. */
export function describeOffTopic(images: number, wording: Wording): string[] {
  if (images === 0) return [];
  const sentence = images === 1 ? message('one-off-topic') : message('off-topic', { count: images });
  return [wordMessage(sentence, wording)];
}

/** How many wrong labels to expect, and how many of the suspects are. */
export function describeErrors(noise: Omit<NoiseSummary, 'byClass' | 'pairs'>, wording: Wording): string[] {
  const { low, high, expectedPrecision, expectedRecall } = noise;
  const { percent } = wording.numbers;
  const count = Math.round(noise.errors);
  return [
    count === 1
      ? message('one-expected-error', { low, high })
      : message('expected-errors', { count, low, high }),
    message('expected-precision', { precision: percent(expectedPrecision), recall: percent(expectedRecall) }),
  ].map((sentence) => wordMessage(sentence, wording));
}

/** What suspects reviewed in an order by chance say of all of them, in a sentence. */
export function describeSample(sample: SampleEstimate, wording: Wording): string {
  const { suspects, sampled, wrong, unsure, low, high } = sample;
  const counts = { sampled, wrong, suspects, low, high };
  return wordMessage(
    unsure === 0 ? message('sample-says', counts) : message('sample-says-unsure', { ...counts, unsure }),
    wording,
  );
}

const LISTED_PAIRS = 3;

/** What a run expects of the labels, in sentences for the user. */
export function describeNoise(noise: NoiseSummary, wording: Wording): string[] {
  const pairs = noise.pairs
    .filter((pair) => pair.errors >= 1)
    .slice(0, LISTED_PAIRS)
    .map(({ given, suggested, errors }) => `${given} → ${suggested} (${wording.numbers.count(errors)})`);
  const frequent =
    pairs.length === 0 ? [] : [wordMessage(message('frequent-pairs', { pairs: { list: pairs } }), wording)];
  return [...describeErrors(noise, wording), ...frequent];
}

/** One sentence on the suspects beside those of the run before. */
export function describeComparison(comparison: SuspectsComparison, wording: Wording): string {
  const { appeared, unchanged: count, resuggested = 0, reviewed, cleared } = comparison;
  const added = appeared === 1 ? message('one-new-suspect') : message('new-suspects', { count: appeared });
  const unchanged =
    resuggested === 0
      ? message('as-before', { count })
      : message('as-before-resuggested', { count, resuggested });
  return wordMessage(message('since-run-before', { appeared: added, unchanged, reviewed, cleared }), wording);
}

const inOne = (parts: readonly Message[], wording: Wording) =>
  wordList(
    parts.map((part) => wordMessage(part, wording)),
    wording,
  );
