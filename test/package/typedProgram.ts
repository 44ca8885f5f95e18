/** Programs that use the types of the library as they are meant, and where they must not be used. */
export const NODE_PROGRAM = `
import { analyze, LabelReviewError, readRun, type Run } from 'label-review';

export const run: Promise<Run> = analyze('images', { epochs: 3 }, { signal: new AbortController().signal });
export const codeOf = (error: unknown): string | undefined =>
  error instanceof LabelReviewError ? error.code : undefined;
for (const row of (await readRun('images')).rows) row.labelQuality.toFixed(2);

// @ts-expect-error There is no such option.
void analyze('images', { epoch: 3 });
// @ts-expect-error There is no such loss.
void analyze('images', { loss: 'hinge' });
`;

export const CORE_PROGRAM = `
import { estimateNoise, findLabelIssues, type LabelIssues, type RankBy } from 'label-review/core';

const input = { labels: Uint8Array.of(0, 1), predProbs: [[0.9, 0.1], Float32Array.of(0.1, 0.9)] };
export const issues: LabelIssues = findLabelIssues({ ...input, filterBy: 'both' });
export const rankBy: RankBy = 'self_confidence';
estimateNoise(input).byClass.map(({ label, errors }) => label + errors.toFixed(1));

// @ts-expect-error There is no such rule.
findLabelIssues({ ...input, filterBy: 'none' });
// @ts-expect-error Labels are numbers.
findLabelIssues({ ...input, labels: ['cat', 'dog'] });
`;
