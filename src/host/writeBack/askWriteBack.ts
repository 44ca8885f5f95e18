import type { Progress } from '../../core/run/progress';
import type { WriteBackOutcome, WriteBackRequest } from '../../core/writeBack/writeBackRequest';
import type { Trainer } from '../../worker/client/client';

/** What is asked, but for what the window knows. */
export type WriteBackQuestion = DistributedOmit<WriteBackRequest, 'fallbackStore'>;
type DistributedOmit<T, Key extends PropertyKey> = T extends unknown ? Omit<T, Key> : never;

export interface WriteBackTask {
  readonly signal: AbortSignal;
  readonly onProgress: (progress: Progress) => void;
}

export type AskWriteBack = (question: WriteBackQuestion, task: WriteBackTask) => Promise<WriteBackOutcome>;

/** Plans and changes files in a process of its own: the extension host does no more than wait. */
export function createAskWriteBack(options: {
  readonly startTrainer: (onProgress: (progress: Progress) => void) => Promise<Trainer>;
  /** Where stores of read-only datasets are. */
  readonly fallbackStore: string;
}): AskWriteBack {
  return async (question, { signal, onProgress }) => {
    const trainer = await options.startTrainer(onProgress);
    try {
      signal.throwIfAborted();
      return await trainer.writeBack({ ...question, fallbackStore: options.fallbackStore }, signal);
    } finally {
      await trainer.dispose();
    }
  };
}
