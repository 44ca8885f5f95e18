import { imagesBefore } from '../core/dataset/imagesBefore';
import type { OpinionPredictions } from '../core/labelNoise/mixOpinions';
import { readNetworkPredictions } from '../store/networkPredictions';
import type { Run } from '../store/openRun';
import type { Judge } from './judge';

/**
 * Judges as the network of an earlier run, on the same classes, did: nothing is trained. Of images that are new it says
 * nothing.
 */
export function createKeptNetworkJudge(run: Run): Judge {
  return {
    // eslint-disable-next-line @typescript-eslint/require-await -- a judge may have to look first
    async *prepare({ index: { classes } }) {
      return {
        inputs: [],
        classes,
        async *judge(images) {
          const { summary } = run;
          const shape = { images: summary.images, classes: classes.length };
          const known = await readNetworkPredictions(run.location, summary.id, shape);
          if (known === undefined || summary.plan === undefined)
            throw new Error(`Run ${summary.id} has no opinion of a network.`);
          const results = await run.results();
          return {
            ...rowsFor(imagesBefore(images, results), results.paths.length, known),
            warnings: [],
            origin: { backend: summary.backend, plan: summary.plan, training: summary.training },
          };
        },
      };
    },
  };
}

/** The predictions of images, given the index that each had; NaN for those that are new. */
function rowsFor(
  imageBefore: Int32Array,
  knownImages: number,
  { predProbs, heldOut }: OpinionPredictions,
): OpinionPredictions {
  const classes = predProbs.length / Math.max(knownImages, 1);
  const rowOf = new Map(heldOut && Array.from(heldOut.images, (image, row) => [image, row]));
  const probs = new Float32Array(imageBefore.length * classes).fill(NaN);
  const images: number[] = [];
  const rows: number[] = [];
  for (const [image, known] of imageBefore.entries()) {
    if (known < 0) continue;
    probs.set(predProbs.subarray(known * classes, (known + 1) * classes), image * classes);
    const row = rowOf.get(known);
    if (row === undefined) continue;
    images.push(image);
    rows.push(row);
  }
  const unseen = new Float32Array(rows.length * classes);
  rows.forEach((row, at) => {
    for (let k = 0; k < classes; k++) unseen[at * classes + k] = heldOut!.predProbs[row * classes + k]!;
  });
  return { predProbs: probs, heldOut: { images: Int32Array.from(images), predProbs: unseen } };
}
