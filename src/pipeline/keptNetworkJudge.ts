import type { OpinionPredictions } from '../core/labelNoise/mixOpinions';
import type { StoreLocation } from '../store/location';
import { readNetworkPredictions } from '../store/networkPredictions';
import type { Run } from '../store/openRun';
import type { Judge } from './judge';

/**
 * Judges as the network of an earlier run, on the same classes, did: nothing is trained. Of images that are new it says
 * nothing.
 */
export function createKeptNetworkJudge(run: Run, location: StoreLocation): Judge {
  return {
    // eslint-disable-next-line @typescript-eslint/require-await -- a judge may have to look first
    async *prepare({ index: { classes } }) {
      return {
        inputs: [],
        classes,
        async *judge({ paths }) {
          const { summary } = run;
          const shape = { images: summary.images, classes: classes.length };
          const known = await readNetworkPredictions(location, summary.id, shape);
          if (known === undefined || summary.plan === undefined)
            throw new Error(`Run ${summary.id} has no opinion of a network.`);
          const { paths: knownPaths } = await run.results();
          return {
            ...rowsFor(paths, knownPaths, known),
            warnings: [],
            origin: { backend: summary.backend, plan: summary.plan, training: summary.training },
          };
        },
      };
    },
  };
}

/** The predictions of images by their paths; NaN for those that are new. */
function rowsFor(
  paths: readonly string[],
  knownPaths: readonly string[],
  { predProbs, heldOut }: OpinionPredictions,
): OpinionPredictions {
  const classes = predProbs.length / Math.max(knownPaths.length, 1);
  const knownOf = new Map(knownPaths.map((path, image) => [path, image]));
  const rowOf = new Map(heldOut && Array.from(heldOut.images, (image, row) => [image, row]));
  const probs = new Float32Array(paths.length * classes).fill(NaN);
  const images: number[] = [];
  const rows: number[] = [];
  for (const [image, path] of paths.entries()) {
    const known = knownOf.get(path);
    if (known === undefined) continue;
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
