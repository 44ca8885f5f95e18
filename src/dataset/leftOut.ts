import { message, type Message } from '../core/words/message';
import type { UnreadPictures, WalkedImages } from './walk';

/** How many of a kind are named. */
const NAMED = 10;

/** What of a folder is left out of a search that would be expected in it, by name. */
export function leftOut({
  unreadable,
  specials,
  unread,
}: Pick<WalkedImages, 'unreadable' | 'specials' | 'unread'>): Message[] {
  const sentences: Message[] = [];
  for (const { path, code } of unreadable.slice(0, NAMED))
    sentences.push(message('folder-left-out', { folder: path, code }));
  if (unreadable.length > NAMED)
    sentences.push(message('folders-left-out', { folders: unreadable.length - NAMED }));
  for (const file of specials.slice(0, NAMED)) sentences.push(message('special-left-out', { file }));
  if (specials.length > NAMED)
    sentences.push(message('specials-left-out', { files: specials.length - NAMED }));
  return [...sentences, ...unreadFormats(unread)];
}

/** Pictures of formats that cannot be decoded, in a sentence; none where there are none. */
export function unreadFormats(unread: UnreadPictures): readonly Message[] {
  const [first] = unread.values();
  if (first === undefined) return [];
  const counts = [...unread.values()].map(({ count }) => count);
  return [
    message('pictures-left-out', {
      count: counts.reduce((sum, count) => sum + count, 0),
      kinds: { list: [...unread.keys()] },
      example: first.example,
    }),
  ];
}
