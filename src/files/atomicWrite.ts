import { randomBytes } from 'node:crypto';
import { mkdir, open, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { AppError } from '../core/appError';
import { systemErrorCode } from '../core/systemErrorCode';

/**
 * Replaces `file` with `chunks` so that a reader, or a crash, sees the old content or the new, never a part:
 * temporary file beside it, fsync, rename.
 * @throws AppError `store-unwritable` when the folder or file cannot be written.
 */
export async function writeFileAtomic(
  file: string,
  chunks: Iterable<string | Uint8Array> | AsyncIterable<string | Uint8Array>,
): Promise<void> {
  const temporary = path.join(
    path.dirname(file),
    `.${path.basename(file)}.${randomBytes(6).toString('hex')}.tmp`,
  );
  try {
    await mkdir(path.dirname(file), { recursive: true });
    const handle = await open(temporary, 'wx');
    try {
      for await (const chunk of chunks) await handle.writeFile(chunk);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(temporary, file);
  } catch (cause) {
    // The first failure is the one to report.
    await rm(temporary, { force: true }).catch(() => undefined);
    throw unwritable(file, cause);
  }
}

/** The error for a file that cannot be written, or `cause` itself when it is not about the file system. */
export function unwritable(file: string, cause: unknown): unknown {
  const code = systemErrorCode(cause);
  if (code === undefined) return cause;
  return new AppError(
    'store-unwritable',
    `Cannot write ${file} (${code}); check its permissions and the free space, or choose another place.`,
    { cause },
  );
}
