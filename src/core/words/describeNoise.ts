import type { NoiseSummary } from '../run/run';

/** What a run expects of the labels, in sentences for the user. */
export function describeNoise(noise: NoiseSummary): string[] {
  const { errors, low, high, expectedPrecision, expectedRecall, pairs } = noise;
  const percent = (share: number) => `${Math.round(share * 100)} %`;
  const sentences = [
    `About ${Math.round(errors)} labels are expected to be wrong (${Math.round(low)} to ${Math.round(high)}).`,
    `Of the suspects, ${percent(expectedPrecision)} are expected to be; they hold ${percent(expectedRecall)} of the errors.`,
  ];
  const frequent = pairs
    .filter((pair) => pair.errors >= 1)
    .slice(0, 3)
    .map(({ given, suggested, errors: count }) => `${given} → ${suggested} (${Math.round(count)})`);
  if (frequent.length > 0) sentences.push(`Most frequent: ${frequent.join(', ')}.`);
  return sentences;
}
