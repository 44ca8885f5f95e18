import { systemErrorCode } from '../../core/systemErrorCode';

/** The pixel cache cannot be kept: the disk is full or read-only, … Images are then decoded into memory, if they fit. */
export class DiskFailure extends Error {
  /** `ENOSPC`, `EROFS`, … */
  readonly systemCode: string;

  constructor(systemCode: string, options?: ErrorOptions) {
    super(`The pixel cache cannot be used (${systemCode}).`, options);
    this.name = 'DiskFailure';
    this.systemCode = systemCode;
  }
}

/** What a failed access to the cache means; errors that are not the system's are themselves. */
export function asDiskFailure(cause: unknown): unknown {
  const code = systemErrorCode(cause);
  return code === undefined ? cause : new DiskFailure(code, { cause });
}
