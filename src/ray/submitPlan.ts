import { createHash } from 'node:crypto';
import { isOver } from '../core/ray/jobsApi';
import type { JobsClient } from './jobsClient';

/** How the driver is to run a plan; `media/ray/driver.py` has the meaning of each. */
export interface DriverOptions {
  /** The job folder, absolute, as every machine sees it. */
  readonly folder: string;
  /** Of the head node. */
  readonly python: string;
  readonly program?: string | undefined;
  readonly install?: string | undefined;
  readonly waitSeconds?: number | undefined;
}

/** The driver's place in the job folder. */
export const DRIVER_FILE = 'ray/driver.py';

/** The command line by which Ray starts the driver. */
export function driverCommand(options: DriverOptions): string {
  const { folder, python, program, install, waitSeconds } = options;
  const flags = { program, install, wait: waitSeconds?.toString() };
  return [
    python,
    quoted(`${folder}/${DRIVER_FILE}`),
    quoted(folder),
    ...Object.entries(flags).flatMap(([flag, value]) =>
      value === undefined ? [] : [`--${flag}=${quoted(value)}`],
    ),
  ].join(' ');
}

/** As one word of a POSIX shell. */
const quoted = (text: string): string =>
  /^[\w./:@=+-]+$/u.test(text) ? text : `'${text.replaceAll("'", String.raw`'\''`)}'`;

/** The same for the same plan in the same folder: by it, a job that has been started is found again. */
export function submissionIdOf({ plan, folder }: { readonly plan: string; readonly folder: string }): string {
  const hash = createHash('sha256').update(`${folder}\0${plan}`).digest('hex');
  return `label-review-${hash.slice(0, 12)}`;
}

export interface PlanToSubmit {
  /** As `submissionIdOf` has it. */
  readonly id: string;
  /** Whether the job folder has all that a job leaves there: it may have been deleted since. */
  readonly hasResults: boolean;
}

export interface FoundJob {
  readonly submissionId: string;
  /** False: it was there. */
  readonly isNew: boolean;
}

/**
 * The job of a plan: one that goes on or has ended well, else a new one. Ray keeps the ids of jobs that are over, so each further try
 * has a number.
 */
export async function submitPlan(
  client: JobsClient,
  { id, hasResults }: PlanToSubmit,
  options: DriverOptions,
): Promise<FoundJob> {
  for (let count = 1; ; count++) {
    const submissionId = count === 1 ? id : `${id}-${count}`;
    const job = await client.job(submissionId);
    const isOfUse = job !== undefined && (!isOver(job) || (job.status === 'SUCCEEDED' && hasResults));
    if (isOfUse) return { submissionId, isNew: false };
    if (job !== undefined) continue;
    try {
      await client.submit({ submissionId, entrypoint: driverCommand(options) });
    } catch (error) {
      // Somebody else may have been quicker.
      if ((await client.job(submissionId).catch(() => undefined)) === undefined) throw error;
      return { submissionId, isNew: false };
    }
    return { submissionId, isNew: true };
  }
}
