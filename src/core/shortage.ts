import { AppError } from './appError';
import { systemErrorCode } from './systemErrorCode';
import { message } from './words/message';

/** What a system or Node says when it has no more files, memory or threads to give. */
const SHORTAGES = [
  'EMFILE',
  'ENFILE',
  'ENOMEM',
  'EAGAIN',
  'ERR_WORKER_INIT_FAILED',
  'ERR_WORKER_OUT_OF_MEMORY',
];

/** Whether the error says nothing about the file or the work at hand, but that the system has run out of something. */
export const isShortage = (error: unknown): error is Error =>
  SHORTAGES.includes(systemErrorCode(error) ?? '');

/** Turns the system's error into an `AppError` `system-short`; any other error stays as it is. */
export function asShortage(error: unknown): unknown {
  if (!isShortage(error)) return error;
  return new AppError('system-short', message('system-short', { detail: error.message }), { cause: error });
}
