/** Stable codes for the errors a person is meant to read; scripts and tests match on these, never on the text. */
export const APP_ERROR_CODES = [
  'bad-usage',
  'folder-not-found',
  'no-images',
  'too-few-classes',
  'labels-unreadable',
  'labels-columns-ambiguous',
  'labels-match-nothing',
  'bad-predictions',
  'bad-labels',
  'backend-unavailable',
  'install-failed',
  'run-in-progress',
  'no-run',
  'run-damaged',
  'store-unwritable',
  'pixels-lost',
  'trainer-crashed',
  'trainer-incompatible',
  'bad-setting',
  'view-changed',
  'bad-query',
] as const;
export type AppErrorCode = (typeof APP_ERROR_CODES)[number];

export function isAppErrorCode(code: string): code is AppErrorCode {
  return APP_ERROR_CODES.some((known) => known === code);
}

/** An error with one sentence saying what is wrong and what to do. Anything else thrown is a bug and keeps its stack. */
export class AppError extends Error {
  readonly code: AppErrorCode;

  constructor(code: AppErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'AppError';
    this.code = code;
  }
}
