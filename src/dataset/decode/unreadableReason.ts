import { open } from 'node:fs/promises';
import { systemErrorCode } from '../../core/systemErrorCode';
import { message, type Message } from '../../core/words/message';

/** Reasons for the system errors that reading a file ends with in practice. */
const SYSTEM_REASONS: Readonly<Record<string, Message>> = {
  ENOENT: message('image-gone-or-link'),
  ENOTDIR: message('image-gone'),
  ELOOP: message('image-link-loop'),
  EACCES: message('image-no-permission'),
  EPERM: message('image-no-permission'),
  EISDIR: message('image-is-folder'),
  EBUSY: message('image-in-use'),
  ERR_FS_FILE_TOO_LARGE: message('image-above-2-gib'),
};

/** First bytes of the supported formats, Latin-1, and where they stand. */
const SIGNATURES: readonly { readonly at: number; readonly text: string }[] = [
  { at: 0, text: '\u00ff\u00d8\u00ff' },
  { at: 0, text: '\u0089PNG' },
  { at: 0, text: 'GIF8' },
  { at: 0, text: 'BM' },
  { at: 0, text: 'II*\0' },
  { at: 0, text: 'MM\0*' },
  { at: 8, text: 'WEBP' },
  { at: 4, text: 'ftyp' },
];
const HEAD_BYTES = 16;

/** One line in plain words for an image that could not be decoded. */
export async function unreadableReason(file: string, error: unknown): Promise<Message> {
  const code = systemErrorCode(error);
  if (code !== undefined) return SYSTEM_REASONS[code] ?? message('image-system', { code });
  const head = await readHead(file).catch(() => undefined);
  // It has vanished since.
  if (head === undefined) return message('image-gone');
  if (head === '') return message('image-empty');
  if (!SIGNATURES.some(({ at, text }) => head.startsWith(text, at))) return message('image-other-kind');
  const detail = firstLine(error);
  return detail === '' ? message('image-damaged') : message('image-damaged-saying', { detail });
}

/** The first bytes as Latin-1. */
async function readHead(file: string): Promise<string> {
  const handle = await open(file, 'r');
  try {
    const { buffer, bytesRead } = await handle.read({ buffer: Buffer.alloc(HEAD_BYTES) });
    return buffer.toString('latin1', 0, bytesRead);
  } finally {
    await handle.close();
  }
}

function firstLine(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  return message.trim().split(/[\r\n]/u, 1)[0] ?? '';
}
