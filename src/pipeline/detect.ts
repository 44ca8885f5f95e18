import { settleContradictions } from '../core/duplicates/settleContradictions';
import { findSuspects, type Findings } from '../core/run/findings';
import type { IssueFilter } from '../core/run/issueFilter';
import type { JudgedImages } from './judgeImages';

/** The verdict on all images. Contradictions come first, whatever the judge says of them. */
export function detect(judged: JudgedImages, filterBy: IssueFilter): Findings {
  const { paths, classes, givenLabels, reviewStatus, decided, predProbs, checks } = judged;
  const review = decided === 0 ? undefined : { givenLabels, reviewStatus };
  const findings = findSuspects({ ...judged, review, filterBy });
  const view = { data: predProbs, rows: paths.length, columns: classes.length };
  return settleContradictions(findings, checks.groups, { predProbs: view, reviewStatus });
}
