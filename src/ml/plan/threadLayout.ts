/** How the threads of a run are used: so many models at the same time, each trained by so many threads. */
export interface ThreadLayout {
  readonly models: number;
  readonly replicas: number;
}

export const ONE_THREAD: ThreadLayout = { models: 1, replicas: 1 };

/**
 * The threads of a run. All of the machine's cores for a model each; for more threads than models only half of them: on most
 * processors two of the cores that the system counts share their arithmetic, or some are much slower, and threads that train
 * a model together are as fast as the slowest.
 */
export function chooseWorkers(run: {
  /** Chosen by the user. */
  readonly workers?: number | undefined;
  readonly cores: number;
  readonly models: number;
}): number {
  const { workers, cores, models } = run;
  return workers ?? Math.max(Math.min(cores, models), Math.floor(cores / 2), 1);
}

/** With fewer images of a batch for each, threads mostly do what all of them have to do. */
const FEWEST_IMAGES = 8;
/** What a step costs whatever the number of images, in images: of the compact network at 28×28, less for larger ones. */
const STEP_IMAGES = 12;

/** How many times as fast as one thread so many train a model, by what each computes; waiting takes from it: see `bench/RESULTS.md`. */
export function replicaSpeedup(replicas: number, batchSize: number): number {
  return (STEP_IMAGES + batchSize) / (STEP_IMAGES + batchSize / replicas);
}

/**
 * A model for each thread where there are no more threads than models, so that their number does not matter to the results.
 * Else the layout that ends first: several threads for each model, or fewer models at the same time where that comes out
 * even. Of equals the one with the fewest replicas.
 */
export function layOutThreads(run: {
  readonly threads: number;
  readonly models: number;
  /** Images of the smallest batch. */
  readonly batchSize: number;
}): ThreadLayout {
  const { threads, models, batchSize } = run;
  if (threads <= models) return { models: threads, replicas: 1 };
  const most = Math.min(threads, Math.max(Math.floor(batchSize / FEWEST_IMAGES), 1));
  let best = ONE_THREAD;
  let shortest = Infinity;
  for (let replicas = 1; replicas <= most; replicas++) {
    const atOnce = Math.min(models, Math.floor(threads / replicas));
    const time = Math.ceil(models / atOnce) / replicaSpeedup(replicas, batchSize);
    if (time >= shortest) continue;
    shortest = time;
    best = { models: atOnce, replicas };
  }
  return best;
}
