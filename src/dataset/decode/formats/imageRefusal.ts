import { message, wordMessage, type Message } from '../../../core/words/message';
import type { Dimensions } from '../dimensions';

/** Thrown for an image that is not read although nothing is wrong with its file: damage is told by whatever decodes. */
export class ImageRefusal extends Error {
  readonly reason: Message;

  constructor(reason: Message) {
    super(wordMessage(reason));
    this.name = 'ImageRefusal';
    this.reason = reason;
  }
}

/** As many as libvips takes unless told otherwise. */
const MOST_PIXELS = 0x3fff ** 2;
const MILLION = 1e6;

/** @throws ImageRefusal for an image whose pixels would take too much memory, by its header alone. */
export function refuseLarge({ width, height }: Dimensions, mostPixels = MOST_PIXELS): void {
  if (width * height <= mostPixels) return;
  const most = `${Math.floor(mostPixels / MILLION)}`;
  throw new ImageRefusal(message('image-too-large', { width: `${width}`, height: `${height}`, most }));
}
