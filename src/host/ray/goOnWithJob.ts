import { AppError } from '../../core/appError';
import type { Log } from '../log';
import type { RayJobInHand, RayMemory } from './rayMemory';

/** Nobody answers for a job, or not to us, while it may go on; or its run cannot be made, for now at least. */
export interface LostJob {
  readonly status: 'lost';
  readonly why: AppError;
}

export interface GoOnTools<Outcome> {
  readonly memory: RayMemory;
  readonly log: Pick<Log, 'warn'>;
  /** Watches a job to its end. */
  readonly watch: (job: RayJobInHand) => Promise<Outcome | LostJob>;
  /** What is to be done about a lost job; undefined: nobody says. */
  readonly ask: (job: RayJobInHand, why: AppError) => Promise<'again' | 'forget' | undefined>;
}

/**
 * Goes on with the job that an earlier window has left. That it is lost is said once, however many windows are opened until its
 * cluster answers again, or its run is made.
 */
export async function goOnWithJob<Outcome>({
  memory,
  log,
  watch,
  ask,
}: GoOnTools<Outcome>): Promise<Outcome | { readonly status: 'cancelled' }> {
  for (;;) {
    const job = memory.job();
    if (job === undefined) return { status: 'cancelled' };
    const outcome = await watch(job);
    // It may be done by now.
    const left = memory.job();
    if (!isLost(outcome)) {
      if (left?.isSaid === true) await memory.setJob({ ...left, isSaid: false });
      return outcome;
    }
    log.warn(outcome.why.message);
    if (left === undefined || left.isSaid === true) return { status: 'cancelled' };
    await memory.setJob({ ...left, isSaid: true });
    const answer = await ask(left, outcome.why);
    if (answer === 'forget') await memory.setJob(undefined);
    if (answer !== 'again') return { status: 'cancelled' };
    // Whoever wants to know is told again.
    await memory.setJob({ ...left, isSaid: false });
  }
}

const isLost = (outcome: unknown): outcome is LostJob =>
  typeof outcome === 'object' && outcome !== null && 'status' in outcome && outcome.status === 'lost';

/** Whether an error leaves the job to be gone on with later; a bug does not go away by itself. */
export const isInHand = (memory: RayMemory, error: unknown): error is AppError =>
  error instanceof AppError && memory.job() !== undefined;
