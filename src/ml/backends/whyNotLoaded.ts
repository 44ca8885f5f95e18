import { AppError } from '../../core/appError';
import type { Message } from '../../core/words/message';

/** What we say ourselves, or the first line of a loader's error, without its final stop. */
export function whyNotLoaded(error: unknown): Message | string {
  if (error instanceof AppError) return error.sentence;
  const text = error instanceof Error ? error.message : String(error);
  return text.split('\n', 1)[0]!.trim().replace(/\.$/, '');
}
