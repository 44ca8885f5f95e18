import { AppError } from '../../core/appError';
import type { Log } from '../log';
import type { RayJobInHand, RayMemory } from './rayMemory';

/** Nobody answers for a job, or not to us; it may go on meanwhile. */
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
 * cluster answers again.
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
    if (!isLost(outcome)) {
      if (job.isSaid === true && memory.job() !== undefined) await memory.setJob({ ...job, isSaid: false });
      return outcome;
    }
    log.warn(outcome.why.message);
    if (job.isSaid === true) return { status: 'cancelled' };
    await memory.setJob({ ...job, isSaid: true });
    const answer = await ask(job, outcome.why);
    if (answer === 'forget') await memory.setJob(undefined);
    if (answer !== 'again') return { status: 'cancelled' };
    // Whoever wants to know is told again.
    await memory.setJob({ ...job, isSaid: false });
  }
}

const isLost = (outcome: unknown): outcome is LostJob =>
  typeof outcome === 'object' && outcome !== null && 'status' in outcome && outcome.status === 'lost';

/** Whether it says that a cluster does not answer, or not to us. */
export const saysLost = (error: unknown): error is AppError =>
  error instanceof AppError && (error.code === 'ray-unreachable' || error.code === 'ray-refused');
