import { APP_ERROR_NAME, type AppErrorCode } from '../core/appError';

/** The stable name of a kind of error: scripts match on it, never on the text. */
export type LabelReviewErrorCode = AppErrorCode;

/**
 * An error that a person can mend: `message` is a sentence that says what is wrong and what to do. Anything else that is
 * thrown is a bug, or the reason of an `AbortSignal`. Errors of `label-review` and of `label-review/core` are both
 * `instanceof` this class.
 */
export abstract class LabelReviewError extends Error {
  /** The kind of the error, such as `bad-predictions` or `no-images`. */
  abstract readonly code: LabelReviewErrorCode;

  /** By their name: each entry of the package is a bundle with a class of its own. */
  static override [Symbol.hasInstance](value: unknown): value is LabelReviewError {
    return value instanceof Error && value.name === APP_ERROR_NAME;
  }
}
