import { message, type Message } from '../../../core/words/message';

/** Frames whose samples are coded without loss (ITU-T T.81, table B.1). */
const LOSSLESS: ReadonlySet<number> = new Set([0xc3, 0xc7, 0xcb, 0xcf]);
const START_OF_SCAN = 0xda;

/** How a JPEG is coded that no decoder of ours reads; undefined for all others. */
export function rareJpeg(bytes: Buffer): Message | undefined {
  for (let at = 2; at + 5 <= bytes.length && bytes[at] === 0xff; at += 2 + bytes.readUInt16BE(at + 2)) {
    const marker = bytes[at + 1]!;
    if (marker === START_OF_SCAN) return undefined;
    if (LOSSLESS.has(marker)) return message('jpeg-lossless');
    const isFrame = marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);
    if (isFrame && bytes[at + 4] === 12) return message('jpeg-twelve-bit');
  }
  return undefined;
}
