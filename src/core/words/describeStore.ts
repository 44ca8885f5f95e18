import { message, type Message } from './message';

/** Where the decisions and runs of a dataset are. */
export interface StorePlaces {
  /** The `.label-review` folder: in the dataset, or elsewhere when that is read-only. */
  readonly folder: string;
  readonly isFallback: boolean;
  /**
   * Another store of the same dataset, which is only read: the one in a dataset that is read-only now, or the one elsewhere of
   * when it was. Absent where there is none.
   */
  readonly other?: string;
  /** Such a store that cannot be read, and why. */
  readonly unread?: { readonly folder: string; readonly why: Message | string };
}

/** What is to be known of them, in sentences; none where all is in the dataset. */
export function describeStore({ folder, isFallback, other, unread }: StorePlaces): readonly Message[] {
  const sentences: Message[] = [];
  if (isFallback) sentences.push(message('store-elsewhere', { folder }));
  if (other !== undefined)
    sentences.push(message(isFallback ? 'store-other-before' : 'store-other-while', { folder: other }));
  if (unread !== undefined) sentences.push(message('store-other-unread', unread));
  return sentences;
}
