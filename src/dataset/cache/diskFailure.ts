import { systemErrorCode } from '../../core/systemErrorCode';

/** The cache cannot be kept: the disk is full or read-only, … Images are then decoded into memory, if they fit. */
export class DiskFailure extends Error {
  /** `ENOSPC`, `EROFS`, … */
  readonly systemCode: string;

  constructor(systemCode: string, options?: ErrorOptions) {
    super(`The cache of decoded images cannot be used (${systemCode}).`, options);
    this.name = 'DiskFailure';
    this.systemCode = systemCode;
  }
}

/** Turns the system's error in using the cache into a `DiskFailure`; any other error stays as it is. */
export function asDiskFailure(cause: unknown): unknown {
  const code = systemErrorCode(cause);
  return code === undefined ? cause : new DiskFailure(code, { cause });
}
