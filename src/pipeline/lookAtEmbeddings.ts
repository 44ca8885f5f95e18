import { nearestImages } from '../core/embedding/nearestImages';
import { findOffTopic, type OffTopicImages } from '../core/embedding/offTopic';
import { REVIEW_STATUS } from '../core/review/reviewedLabels';
import type { Findings } from '../core/run/findings';
import type { Neighbours } from '../core/run/learnedEvidence';
import { openPixels } from '../files/pixels/openPixels';
import type { EmbeddingComparison } from './compareByEmbeddings';
import type { JudgedImages } from './judgeImages';

/** What the embeddings of images say of them, besides the probabilities that a judge has made of them. */
export interface EmbeddingFindings {
  /** Images that a reviewer has decided about are not flagged. */
  readonly offTopic: OffTopicImages;
  /** Of suspects, and of images that may show none of the classes. */
  readonly neighbours: Neighbours;
}

/** Shown beside a suspect. */
const NEIGHBOURS = 6;

/** Which images may show none of the classes, and what is nearest to these and to suspects. */
export async function lookAtEmbeddings(
  judged: Pick<JudgedImages, 'labels' | 'classes' | 'reviewStatus' | 'checks'>,
  { isLabelIssue }: Pick<Findings, 'isLabelIssue'>,
  { embedded, closeness, search }: EmbeddingComparison,
): Promise<EmbeddingFindings> {
  const { labels, classes, reviewStatus, checks } = judged;
  const rows = openPixels(embedded);
  try {
    const images = { rows, labels, classCount: classes.length, groups: checks.groups };
    const found = findOffTopic(closeness, classes.length);
    const flags = found.flags.map((flag, image) => (reviewStatus[image] === REVIEW_STATUS.open ? flag : 0));
    const flagged = Int32Array.from(labels.keys()).filter(
      (image) => isLabelIssue[image] === 1 || flags[image] === 1,
    );
    const neighbours = await nearestImages(images, { images: flagged, count: NEIGHBOURS }, search);
    return { offTopic: { ...found, flags }, neighbours };
  } finally {
    rows.close();
  }
}
