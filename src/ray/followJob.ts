import { AppError } from '../core/appError';
import { driverLines, type DriverLine } from '../core/ray/driverLine';
import { isOver, type RayJob } from '../core/ray/jobsApi';
import { message } from '../core/words/message';
import type { JobsClient } from './jobsClient';

export interface FollowOptions {
  /** Resolves after so long, or when `signal` is aborted. */
  readonly pause: (ms: number) => Promise<void>;
  /** The job is to be stopped; it is followed until it has. */
  readonly signal: AbortSignal;
}

/** How often is asked: at once after news, and less and less often without. */
const SHORTEST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 10_000;
const PAUSE_GROWTH = 1.5;
/** Ray sends the whole log each time: this much of it is worth a second. */
const LOG_CHARACTERS_A_SECOND = 500_000;
/** With the pauses between them some minutes, in which a network or a proxy comes back. */
const LOST_ANSWERS = 30;

export interface EndedJob {
  readonly job: RayJob;
  readonly lastLine: string;
}

/** Follows a job to its end. Yields what its driver says, or nothing new. @throws AppError when nobody answers for minutes. */
export async function* followJob(
  client: JobsClient,
  submissionId: string,
  { pause, signal }: FollowOptions,
): AsyncGenerator<readonly DriverLine[], EndedJob> {
  const look = createLook(client, submissionId);
  let pauseMs = SHORTEST_PAUSE_MS;
  let lost = 0;
  let isStopping = false;
  for (;;) {
    try {
      if (signal.aborted && !isStopping) isStopping = await client.stop(submissionId);
      const { job, lines, log } = await look();
      lost = 0;
      yield lines;
      if (isOver(job)) return { job, lastLine: log.trimEnd().split('\n').at(-1) ?? '' };
      const grown = Math.min(LONGEST_PAUSE_MS, pauseMs * PAUSE_GROWTH);
      pauseMs = lines.length > 0 || isStopping ? SHORTEST_PAUSE_MS : grown;
      await pause(Math.max(pauseMs, (1000 * log.length) / LOG_CHARACTERS_A_SECOND));
    } catch (error) {
      // A cluster that does not answer now may do so soon, and the job goes on meanwhile.
      if (!(error instanceof AppError) || error.code !== 'ray-unreachable' || ++lost > LOST_ANSWERS)
        throw error;
      await pause(LONGEST_PAUSE_MS);
    }
  }
}

function createLook(client: JobsClient, submissionId: string) {
  let seen = 0;
  return async () => {
    const job = await findJob(client, submissionId);
    if (job === undefined)
      throw new AppError(
        'ray-job-failed',
        message('ray-job-gone', { job: submissionId, address: client.address }),
      );
    // Asked for afterwards, the log of a job that is over is whole.
    const log = await client.logs(submissionId);
    const end = isOver(job) ? log.length : log.lastIndexOf('\n') + 1;
    const lines = driverLines(log.slice(seen, end));
    seen = Math.max(seen, end);
    return { job, lines, log };
  };
}

/** A proxy finds nothing while the cluster behind it starts again: a job is gone only where the Jobs API itself says so. */
async function findJob(client: JobsClient, submissionId: string): Promise<RayJob | undefined> {
  const job = await client.job(submissionId);
  if (job !== undefined) return job;
  await client.version();
  return client.job(submissionId);
}
