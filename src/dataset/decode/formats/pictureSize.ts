import { open, readFile } from 'node:fs/promises';
import sharp from 'sharp';
import type { Dimensions } from '../dimensions';
import { readJpegHeader } from '../jpeg/jpegHeader';
import { bmpSize } from './bmp';
import { imageKindOf } from './imageKind';

/** In which most files say how large they are. */
const HEAD_BYTES = 1 << 15;
const PNG_SIGNATURE = '\u0089PNG\r\n\u001a\n';

/**
 * Width and height of a picture as it is meant to be seen, by its header: nothing is decoded. Undefined for what is no image that can
 * be decoded; that is told when it is.
 */
export async function readPictureSize(file: string): Promise<Dimensions | undefined> {
  try {
    const head = await readHead(file);
    return readJpegHeader(head, () => true) ?? plainPngSize(head) ?? (await anySize(file));
  } catch {
    return undefined; // not there, or no image
  }
}

async function readHead(file: string): Promise<Buffer> {
  const handle = await open(file);
  try {
    const { bytesRead, buffer } = await handle.read(Buffer.allocUnsafe(HEAD_BYTES), 0, HEAD_BYTES, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await handle.close();
  }
}

/** Of a PNG that says nothing of an orientation before its pixels (PNG, third edition, section 11.2.1). */
function plainPngSize(head: Buffer): Dimensions | undefined {
  if (head.toString('latin1', 0, 8) !== PNG_SIGNATURE || head.toString('latin1', 12, 16) !== 'IHDR')
    return undefined;
  for (let at = 8; at + 8 <= head.length; at += head.readUInt32BE(at) + 12) {
    const chunk = head.toString('latin1', at + 4, at + 8);
    if (chunk === 'eXIf') return undefined;
    if (chunk === 'IDAT') return { width: head.readUInt32BE(16), height: head.readUInt32BE(20) };
  }
  return undefined;
}

async function anySize(file: string): Promise<Dimensions> {
  const bytes = await readFile(file);
  if (imageKindOf(bytes) === 'bmp') return bmpSize(bytes);
  const { autoOrient } = await sharp(bytes, { limitInputPixels: false }).metadata();
  return { width: autoOrient.width, height: autoOrient.height };
}
