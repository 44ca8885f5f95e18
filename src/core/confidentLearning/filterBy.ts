/** Rules that turn predictions into a yes or no per image; cleanlab's names. */
export const FILTER_BYS = [
  'prune_by_noise_rate',
  'prune_by_class',
  'both',
  'confident_learning',
  'predicted_neq_given',
  'low_normalized_margin',
  'low_self_confidence',
] as const;
export type FilterBy = (typeof FILTER_BYS)[number];

/** Scores that order images by how likely their label is right; cleanlab's names. */
export const RANK_BYS = ['self_confidence', 'normalized_margin', 'confidence_weighted_entropy'] as const;
export type RankBy = (typeof RANK_BYS)[number];
