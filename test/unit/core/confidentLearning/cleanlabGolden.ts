import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { FilterBy } from '../../../../src/core/confidentLearning/filterBy';
import type { PredProbs } from '../../../../src/core/confidentLearning/predProbs';

interface GoldenIssues {
  readonly count: number;
  readonly indices: readonly number[];
  readonly ranked_by_self_confidence: readonly number[];
  readonly ranked_by_normalized_margin: readonly number[];
  readonly ranked_by_confidence_weighted_entropy: readonly number[];
  readonly 'frac_noise_0.5'?: readonly number[];
  readonly min_examples_per_class_20?: readonly number[];
}

/** One case of what cleanlab 2.9.0 computed. */
export interface GoldenCase {
  readonly name: string;
  readonly labels: readonly number[];
  readonly pred_probs: readonly (readonly number[])[];
  readonly confident_thresholds: readonly number[];
  readonly confident_joint_uncalibrated: readonly (readonly number[])[];
  readonly off_diagonal_indices: readonly number[];
  readonly confident_joint: readonly (readonly number[])[];
  readonly find_label_issues: Readonly<Record<FilterBy, GoldenIssues>>;
  readonly label_quality_scores: Readonly<
    Record<'self_confidence' | 'normalized_margin' | 'confidence_weighted_entropy', readonly number[]>
  >;
}

/** Made by cleanlab itself; the cases have a missing class, classes of unequal sizes, no noise, and ties. */
const FILE = path.resolve(__dirname, '../../../fixtures/golden/cleanlab/cleanlab-2.9.0.json');

/** What the file holds. */
export function readCleanlabGolden(): readonly GoldenCase[] {
  // A file of ours with a fixed shape; a wrong one fails the comparisons.
  return JSON.parse(readFileSync(FILE, 'utf8')) as readonly GoldenCase[];
}

export function predProbsOf(rows: readonly (readonly number[])[]): PredProbs {
  return { data: Float64Array.from(rows.flat()), rows: rows.length, columns: rows[0]?.length ?? 0 };
}

export function indicesOf(flags: Uint8Array): number[] {
  return Array.from(flags.keys()).filter((index) => flags[index] === 1);
}
