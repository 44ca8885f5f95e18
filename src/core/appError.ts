import * as v from 'valibot';
import { ENGLISH, messageSchema, wordMessage, type Message, type Wording } from './words/message';

/** Stable codes for the errors a person is meant to read; scripts and tests match on these, never on the text. */
const APP_ERROR_CODES = [
  'bad-usage',
  'bad-output',
  'folder-not-found',
  'not-a-file',
  'no-images',
  'too-few-classes',
  'format-unclear',
  'labels-unreadable',
  'labels-columns-ambiguous',
  'labels-match-nothing',
  'bad-predictions',
  'bad-labels',
  'backend-unavailable',
  'encoder-unusable',
  'no-embeddings',
  'image-not-found',
  'install-failed',
  'run-in-progress',
  'no-run',
  'not-trusted',
  'run-damaged',
  'store-unwritable',
  'cannot-write-back',
  'source-changed',
  'write-back-open',
  'store-refused',
  'system-short',
  'journal-conflict',
  'pixels-lost',
  'trainer-crashed',
  'trainer-incompatible',
  'bad-setting',
  'bad-plan',
  'task-not-ready',
  'view-changed',
  'bad-query',
  'ray-unreachable',
  'ray-refused',
  'ray-job-failed',
] as const;
export type AppErrorCode = (typeof APP_ERROR_CODES)[number];

/** Tells them from other errors where a class cannot, for a process may hold it twice. */
export const APP_ERROR_NAME = 'AppError';

/**
 * An error with one sentence saying what is wrong and what to do. `message` is that sentence in English, for logs and
 * tests; an edge words `sentence` in the language of its reader. Anything else thrown is a bug and keeps its stack.
 */
export class AppError extends Error {
  readonly code: AppErrorCode;
  /** A text where the sentence came from elsewhere, e.g. from npm. */
  readonly sentence: Message | string;

  constructor(code: AppErrorCode, sentence: Message | string, options?: ErrorOptions) {
    super(wordSentence(sentence, ENGLISH), options);
    this.name = APP_ERROR_NAME;
    this.code = code;
    this.sentence = sentence;
  }

  /** The sentence in the reader's language. */
  inWords(wording: Wording): string {
    return wordSentence(this.sentence, wording);
  }
}

/** A sentence in the reader's language; a text stays as it is. */
export const wordSentence = (sentence: Message | string, wording: Wording = ENGLISH): string =>
  typeof sentence === 'string' ? sentence : wordMessage(sentence, wording);

/** An `AppError` between processes and threads. */
export const appErrorDataSchema = v.object({
  code: v.picklist(APP_ERROR_CODES),
  sentence: v.union([v.string(), messageSchema]),
});
export type AppErrorData = v.InferOutput<typeof appErrorDataSchema>;

export const appErrorToData = ({ code, sentence }: AppError): AppErrorData => ({ code, sentence });

/** Undefined for what is not the data of an `AppError`. */
export function dataToAppError(data: unknown): AppError | undefined {
  const parsed = v.safeParse(appErrorDataSchema, data);
  return parsed.success ? new AppError(parsed.output.code, parsed.output.sentence) : undefined;
}
