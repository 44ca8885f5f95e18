import { systemErrorCode } from '../../core/systemErrorCode';
import { message, type Message } from '../../core/words/message';
import { ImageRefusal } from './formats/imageRefusal';

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

/** One line in plain words for an image that could not be decoded. */
export function unreadableReason(error: unknown): Message {
  if (error instanceof ImageRefusal) return error.reason;
  const code = systemErrorCode(error);
  if (code !== undefined) return SYSTEM_REASONS[code] ?? message('image-system', { code });
  const detail = firstLine(error);
  return detail === '' ? message('image-damaged') : message('image-damaged-saying', { detail });
}

function firstLine(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  return message.trim().split(/[\r\n]/u, 1)[0] ?? '';
}
