import { AppError } from '../../core/appError';
import { askedImages } from '../../core/query/similarTerms';
import { message } from '../../core/words/message';
import type { FindSimilar, SimilarImages } from './similarImages';

/** The search for similar images of one review: there is one at a time, of the view that was asked for last. */
export class SimilarSearch {
  private readonly find: FindSimilar;
  private current = new AbortController();

  constructor(find: FindSimilar) {
    this.find = find;
  }

  /** Ends the search that is going on. @returns what will end the next one. */
  restart(): AbortSignal {
    this.current.abort();
    this.current = new AbortController();
    return this.current.signal;
  }

  /**
   * Looks for what a query needs beside what was found last; undefined where that is nothing.
   * @throws AppError `view-changed` when another has begun; where nothing can be found, `no-embeddings` and the like.
   */
  async run(
    query: string,
    found: SimilarImages | undefined,
    signal: AbortSignal,
  ): Promise<SimilarImages | undefined> {
    const asked = askedImages(query);
    if (asked.length === 0 || asked.join('\n') === found?.to.join('\n')) return undefined;
    const isEnded = () => signal.aborted;
    const overtaken = (cause?: unknown) => new AppError('view-changed', message('view-changed'), { cause });
    if (isEnded()) throw overtaken();
    try {
      return await this.find(asked, signal);
    } catch (error) {
      throw isEnded() ? overtaken(error) : error;
    }
  }
}
