import { AppError } from '../../../core/appError';
import { systemErrorCode } from '../../../core/systemErrorCode';
import { message } from '../../../core/words/message';

/** The error for a file of a dataset that the system does not let be read; any other error as it is. */
export function cannotRead(file: string, cause: unknown): unknown {
  const code = systemErrorCode(cause);
  if (code === undefined) return cause;
  return new AppError('labels-unreadable', message('archive-unreadable', { file, code }), { cause });
}
