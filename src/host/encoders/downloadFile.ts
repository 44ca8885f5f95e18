import * as l10n from '@vscode/l10n';
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, open, rename, rm, stat, statfs } from 'node:fs/promises';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { AppError } from '../../core/appError';
import { systemErrorCode } from '../../core/systemErrorCode';
import { retryInUse } from '../../files/retryInUse';

export interface DownloadRequest {
  readonly address: string;
  readonly bytes: number;
  /** In hexadecimal. */
  readonly sha256: string;
  /** Absolute; it has this name only once it is whole. */
  readonly file: string;
  readonly signal: AbortSignal;
  readonly onProgress: (receivedBytes: number) => void;
}

export type DownloadOutcome = { readonly status: 'done' } | { readonly status: 'cancelled' };

/**
 * Downloads a file whose size and checksum are known. What has arrived is kept in `FILE.part`: where the connection breaks
 * it goes on there at once as long as anything comes, and so does the next download after it failed or was cancelled.
 * @throws AppError `install-failed` where it cannot be had, is not the one expected, or the disk is full.
 */
export async function downloadFile(
  request: DownloadRequest,
  freeBytes: (folder: string) => Promise<number> = freeBytesOf,
): Promise<DownloadOutcome> {
  const { file, bytes, signal } = request;
  if ((await sizeOf(file)) === bytes) return { status: 'done' };
  const part = `${file}.part`;
  await mkdir(path.dirname(file), { recursive: true });
  if ((await sizeOf(part)) > bytes) await rm(part);
  const missing = bytes - (await sizeOf(part));
  if ((await freeBytes(path.dirname(file))) < missing) throw diskFull(request);
  try {
    while ((await sizeOf(part)) < bytes) await receive(request, part);
    await verify(request, part);
    await retryInUse(() => rename(part, file));
    return { status: 'done' };
  } catch (error) {
    if (signal.aborted) return { status: 'cancelled' };
    throw error;
  }
}

const sizeOf = (file: string) =>
  stat(file).then(
    ({ size }) => size,
    () => 0, // not there
  );

async function freeBytesOf(folder: string): Promise<number> {
  const { bavail, bsize } = await statfs(folder);
  return bavail * bsize;
}

/** Appends what one connection gives. @throws where it gives nothing that another could go on from. */
async function receive(request: DownloadRequest, part: string): Promise<void> {
  const { signal, onProgress, bytes } = request;
  const asked = await sizeOf(part);
  const response = await connect(request, asked);
  // Anything but the rest that was asked for is the whole file.
  const goesOn = response.status === PARTIAL_CONTENT;
  const before = goesOn ? asked : 0;
  const handle = await open(part, goesOn ? 'a' : 'w');
  let received = before;
  onProgress(received);
  let cause: unknown;
  try {
    const reader = response.body?.getReader();
    // More than expected is refused by the checksum.
    while (received <= bytes) {
      const chunk = await reader?.read();
      if (chunk?.value === undefined) break;
      await handle.appendFile(chunk.value);
      received += chunk.value.length;
      onProgress(received);
    }
    await reader?.cancel();
  } catch (error) {
    if (systemErrorCode(error) === 'ENOSPC') throw diskFull(request);
    cause = error;
  } finally {
    await handle.close();
  }
  signal.throwIfAborted();
  if (received < bytes && (received === before || !canGoOn(response))) throw interrupted(request, cause);
}

const canGoOn = ({ status, headers }: Response) =>
  status === PARTIAL_CONTENT || headers.get('accept-ranges') === 'bytes';

const PARTIAL_CONTENT = 206;

async function connect({ address, signal, bytes }: DownloadRequest, from: number): Promise<Response> {
  let response: Response;
  try {
    response = await fetch(address, {
      signal,
      headers: from > 0 ? { range: `bytes=${from}-${bytes - 1}` } : {},
    });
  } catch (cause) {
    throw interrupted({ address }, cause);
  }
  if (response.ok) return response;
  await response.body?.cancel();
  throw new AppError(
    'install-failed',
    l10n.t('{0} answers with {1} {2}; try again later.', address, response.status, response.statusText),
  );
}

async function verify({ address, sha256 }: DownloadRequest, part: string): Promise<void> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(part), hash);
  if (hash.digest('hex') === sha256) return;
  await rm(part, { force: true });
  throw new AppError(
    'install-failed',
    l10n.t('What {0} gave is not the file expected (its checksum differs); it was deleted.', address),
  );
}

function interrupted({ address }: Pick<DownloadRequest, 'address'>, cause: unknown): AppError {
  const reason = cause instanceof Error && cause.cause instanceof Error ? cause.cause : cause;
  const why = reason instanceof Error ? reason.message : l10n.t('it ended early');
  return new AppError(
    'install-failed',
    l10n.t('The connection to {0} broke ({1}); try again, and it goes on where it was.', address, why),
    { cause },
  );
}

function diskFull({ file, bytes }: DownloadRequest): AppError {
  return new AppError(
    'install-failed',
    l10n.t('There is not enough space for {0} MB in {1}.', Math.ceil(bytes / 1e6), path.dirname(file)),
  );
}
