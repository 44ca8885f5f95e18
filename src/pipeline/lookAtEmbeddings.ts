import { setImmediate } from 'node:timers/promises';
import { classCloseness } from '../core/embedding/classCloseness';
import { nearestImages } from '../core/embedding/nearestImages';
import { findOffTopic, type OffTopicImages } from '../core/embedding/offTopic';
import type { SimilaritySearch } from '../core/embedding/similarImages';
import { REVIEW_STATUS } from '../core/review/reviewedLabels';
import type { Findings } from '../core/run/findings';
import type { Neighbours } from '../core/run/learnedEvidence';
import type { Progress } from '../core/run/progress';
import { mapSteps } from '../core/steps';
import { loadSimdProducts } from '../encoder/simdProducts';
import { openPixels } from '../files/openPixels';
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
const SEED = 1;

/** Compares all images by the embeddings that their judge has kept; undefined where it has kept none. */
export async function* lookAtEmbeddings(
  judged: Pick<JudgedImages, 'embedded' | 'labels' | 'classes' | 'reviewStatus' | 'checks'>,
  { isLabelIssue }: Pick<Findings, 'isLabelIssue'>,
  { wasmFolder, signal }: { readonly wasmFolder: string; readonly signal: AbortSignal },
): AsyncGenerator<Progress, EmbeddingFindings | undefined> {
  const { embedded, labels, classes, reviewStatus, checks } = judged;
  if (embedded === undefined) return undefined;
  const search: SimilaritySearch = {
    createProducts: await loadSimdProducts(wasmFolder),
    seed: SEED,
    breathe: async () => {
      await setImmediate();
      signal.throwIfAborted();
    },
  };
  const rows = openPixels(embedded);
  try {
    const images = { rows, labels, classCount: classes.length, groups: checks.groups };
    const closeness = yield* mapSteps(classCloseness(images, search), (done): Progress => {
      return { phase: 'detect', done, total: rows.count };
    });
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
