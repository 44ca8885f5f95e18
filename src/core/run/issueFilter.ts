import { FILTER_BYS } from '../confidentLearning/filterBy';

/**
 * Rules that decide which images to review: by the calibrated probability that their label is wrong (the default), or
 * by one of cleanlab's rules, under cleanlab's name.
 */
export const ISSUE_FILTERS = ['calibrated', ...FILTER_BYS] as const;
export type IssueFilter = (typeof ISSUE_FILTERS)[number];

export const DEFAULT_ISSUE_FILTER = 'calibrated' satisfies IssueFilter;
