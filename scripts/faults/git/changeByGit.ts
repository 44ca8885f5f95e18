import { cp } from 'node:fs/promises';
import type { Rng } from '../../../src/core/rng';
import type { Fault } from '../fault';
import { FaultLog } from '../faultLog';
import { GIT_WAYS, type GitWay } from './gitWays';
import { Repository } from './repository';
import { ReviewUnderGit } from './reviewUnderGit';

/** Decisions before the first commit, and after it. */
const MOST_DECIDED = 6;
/** In one of so many rounds decisions go on while git works. */
const CONCURRENT_EVERY = 3;

/** Lets git change the journal under an open review, each time in the next of the ways. */
export const changeByGit: Fault = async ({ root, rounds, rng }) => {
  const log = new FaultLog();
  let refused = 0;
  for (let round = 0; round < rounds; round++) {
    const way = GIT_WAYS[round % GIT_WAYS.length]!;
    const copy = `${root}.copy`;
    await cp(root, copy, { recursive: true });
    const problems = log.amiss.length;
    if (!(await changeOnce(copy, { log, rng, way }))) refused++;
    if (log.amiss.length > problems) log.amiss.push(`The last was round ${round}, ${way.name}.`);
  }
  return log.counts(rounds, `${GIT_WAYS.length} ways; git refused ${refused} for what was just decided`);
};

interface Round {
  readonly log: FaultLog;
  readonly rng: Rng;
  readonly way: GitWay;
}

/** @returns false where git has refused the change. */
async function changeOnce(root: string, { log, rng, way }: Round): Promise<boolean> {
  const review = await ReviewUnderGit.open(root, log);
  await review.decide(1 + rng.nextInt(MOST_DECIDED));
  const repository = await Repository.create(root);
  try {
    await review.decide(1 + rng.nextInt(MOST_DECIDED));
    await way.prepare?.(repository);
    if (rng.nextInt(2) === 0) await review.refresh();
    const isConcurrent = rng.nextInt(CONCURRENT_EVERY) === 0;
    const during = isConcurrent ? review.decide(1 + rng.nextInt(MOST_DECIDED)) : undefined;
    const isDone = await way.change(repository).then(
      () => true,
      (error: unknown) => {
        if (!isConcurrent) throw error;
        return false;
      },
    );
    await during;
    await review.goOn(rng);
    return isDone;
  } finally {
    await repository.remove();
  }
}
