import { AppError } from '../../core/appError';
import { systemErrorCode } from '../../core/systemErrorCode';

/** The error for a predictions file that cannot be read, or `cause` itself when it is not about the file system. */
export function cannotRead(file: string, cause: unknown): unknown {
  const code = cause instanceof AppError ? undefined : systemErrorCode(cause);
  if (code === undefined) return cause;
  const message =
    code === 'ENOENT'
      ? `There is no predictions file ${file}; check the path.`
      : `The predictions file ${file} cannot be read (${code}); check its permissions.`;
  return new AppError('bad-predictions', message, { cause });
}
