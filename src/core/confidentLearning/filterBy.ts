export const FILTER_BYS = [
  'prune_by_noise_rate',
  'prune_by_class',
  'both',
  'confident_learning',
  'predicted_neq_given',
  'low_normalized_margin',
  'low_self_confidence',
] as const;
/**
 * A rule that turns predictions into a yes or no for each sample; cleanlab's names. `prune_by_noise_rate` takes as many
 * samples of each given and true label as the confident joint counts, those of the lowest margins; `prune_by_class` as many of
 * each given label, those of the lowest probability of it; `both` what both take. `confident_learning` takes the samples off
 * the diagonal of the joint; `predicted_neq_given` those whose likeliest class is another; the `low_…` rules as many as
 * are off the diagonal, by the score that they name.
 */
export type FilterBy = (typeof FILTER_BYS)[number];

export const RANK_BYS = ['self_confidence', 'normalized_margin', 'confidence_weighted_entropy'] as const;
/** A score that orders samples by how likely their label is right; cleanlab's names. */
export type RankBy = (typeof RANK_BYS)[number];
