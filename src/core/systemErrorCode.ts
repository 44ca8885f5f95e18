import { AppError } from './appError';

/** `ENOENT`, `EACCES`, … of a failed system call; undefined for every other error. */
export function systemErrorCode(error: unknown): string | undefined {
  if (error instanceof AppError) return undefined;
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;
}
