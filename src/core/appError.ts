/** Stable codes for the errors a person is meant to read; scripts and tests match on these, never on the text. */
export type AppErrorCode =
  | 'bad-usage'
  | 'folder-not-found'
  | 'no-images'
  | 'too-few-classes'
  | 'labels-unreadable'
  | 'labels-columns-ambiguous'
  | 'labels-match-nothing'
  | 'bad-predictions'
  | 'bad-labels'
  | 'backend-unavailable'
  | 'run-in-progress'
  | 'no-run'
  | 'run-damaged'
  | 'store-unwritable'
  | 'trainer-crashed'
  | 'trainer-incompatible'
  | 'bad-setting';

/** An error with one sentence saying what is wrong and what to do. Anything else thrown is a bug and keeps its stack. */
export class AppError extends Error {
  readonly code: AppErrorCode;

  constructor(code: AppErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'AppError';
    this.code = code;
  }
}
