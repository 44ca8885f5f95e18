import { AppError } from '../../core/appError';
import { systemErrorCode } from '../../core/systemErrorCode';
import { message } from '../../core/words/message';

/** The error for a predictions file that cannot be read, or `cause` itself when it is not about the file system. */
export function cannotRead(file: string, cause: unknown): unknown {
  const code = cause instanceof AppError ? undefined : systemErrorCode(cause);
  if (code === undefined) return cause;
  const noun = message('noun-predictions-file');
  const why =
    code === 'ENOENT'
      ? message('table-missing', { noun, file })
      : code === 'EISDIR'
        ? message('table-is-folder', { noun, file })
        : message('table-unreadable', { noun, file, code });
  return new AppError('bad-predictions', why, { cause });
}
