import { message, type Message } from '../core/words/message';
import type { WalkedImages } from './walk';

/** How many of a kind are named. */
const NAMED = 10;

/** What of a folder is left out of a search that would be expected in it, by name. */
export function leftOut({ unreadable, specials }: Pick<WalkedImages, 'unreadable' | 'specials'>): Message[] {
  const sentences: Message[] = [];
  for (const { path, code } of unreadable.slice(0, NAMED))
    sentences.push(message('folder-left-out', { folder: path, code }));
  if (unreadable.length > NAMED)
    sentences.push(message('folders-left-out', { folders: unreadable.length - NAMED }));
  for (const file of specials.slice(0, NAMED)) sentences.push(message('special-left-out', { file }));
  if (specials.length > NAMED)
    sentences.push(message('specials-left-out', { files: specials.length - NAMED }));
  return sentences;
}
