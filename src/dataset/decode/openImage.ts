import sharp, { type Sharp, type SharpOptions } from 'sharp';
import { message } from '../../core/words/message';
import type { DecodeRoom } from './decodeRoom';
import type { Dimensions } from './dimensions';
import { bmpSize, decodeBmp } from './formats/bmp';
import type { ImageForm } from './formats/deepLevels';
import { deepBytes, readDeepPixels, type DeepImage } from './formats/deepPixels';
import { imageKindOf, type ImageKind } from './formats/imageKind';
import { ImageRefusal, refuseLarge } from './formats/imageRefusal';
import { heldBytes, MOST_HELD_BYTES, REREAD_BYTES } from './heldBytes';
import { isInOneScan } from './jpeg/jpegScans';
import { rareJpeg } from './jpeg/rareJpeg';
import { readTiffForm } from './formats/tiffForm';

/**
 * Sets libvips, for the whole process, to decode many images side by side: one thread each is faster than many threads
 * on one image, and as every image is read once, its cache of operations would only hold memory.
 */
export function tuneForManyImages(): void {
  sharp.cache(false);
  sharp.concurrency(1);
}

/** With more bands than these a file holds measurements rather than a picture. */
const MOST_BANDS = 4;
const RGB = 2;
/** Of a sample in a TIFF. */
const READ_BITS = [1, 2, 4, 8, 16, 32];

export interface OpenedImage {
  /** Ready to be resized: first frame or page, upright according to its EXIF orientation. */
  readonly image: Sharp;
  readonly kind: ImageKind;
  /** Upright. */
  readonly original: Dimensions;
  readonly hasAlpha: boolean;
  readonly form?: ImageForm | undefined;
  /**
   * The same image without its last channel. Decoded: libvips would multiply the colours by it when it resizes. Waits for room.
   * @throws ImageRefusal where that takes too much memory.
   */
  readonly withoutAlpha: () => Promise<Sharp>;
}

/**
 * Opens an image of 8 bits or, as far as it can be told what its numbers mean, of more, and works with it. A file that is cut off or
 * damaged fails when it is decoded, rather than being filled up with grey. What takes much memory waits for room.
 * @throws ImageRefusal for what is no image, too large, or of a form that cannot be shown.
 */
export async function withImage<T>(
  bytes: Buffer,
  room: DecodeRoom,
  work: (opened: OpenedImage) => Promise<T>,
): Promise<T> {
  let giveBack: () => void = () => undefined;
  const hold: Hold = async (heldByIt, { width, height }) => {
    refuseLarge({ width, height }, Math.floor((width * height * MOST_HELD_BYTES) / heldByIt));
    // Whoever held some and waited for more could wait for another one that does the same.
    giveBack();
    giveBack = () => undefined;
    giveBack = await room.take(heldByIt);
  };
  try {
    const opened = await openImage(bytes, hold);
    const { image, original } = opened;
    return await work({ ...opened, withoutAlpha: () => decodeWithoutAlpha(image, original, hold) });
  } finally {
    giveBack();
  }
}

/** Waits until decoding an image of this size may hold so many bytes, in place of what was held for it before. */
type Hold = (bytes: number, original: Dimensions) => Promise<void>;
type Opened = Omit<OpenedImage, 'withoutAlpha'>;

async function openImage(bytes: Buffer, hold: Hold): Promise<Opened> {
  const kind = imageKindOf(bytes);
  if (kind === 'bmp') return openBmp(bytes, hold);
  if (kind === 'tiff') return openTiff(bytes, hold);
  const process = kind === 'jpeg' ? rareJpeg(bytes) : undefined;
  if (process !== undefined) throw new ImageRefusal(message('image-jpeg-process', { process }));
  // A GIF without a frame that can be read is black, unless warnings count.
  const image = open(bytes, kind === 'gif' ? 'warning' : 'error');
  const header = await image.metadata();
  const { autoOrient: original, hasAlpha } = header;
  refuseLarge(original);
  const held = heldBytes(kind, header, { isInScans: kind === 'jpeg' && !isInOneScan(bytes) });
  await hold(held, original);
  const deep = await readDeep(image, { ...header, ...original }, { held, hold });
  return { image, kind, original, hasAlpha, ...deep };
}

const open = (bytes: Buffer, failOn: SharpOptions['failOn']): Sharp =>
  // The limit is ours, to be told with the size; what is in the header costs no memory.
  sharp(bytes, { failOn, limitInputPixels: false }).autoOrient();

async function openBmp(bytes: Buffer, hold: Hold): Promise<Opened> {
  const size = bmpSize(bytes);
  await hold(size.width * size.height * REREAD_BYTES, size);
  const { data, width, height } = decodeBmp(bytes);
  const image = sharp(data, { raw: { width, height, channels: 3 } });
  return { image, kind: 'bmp', original: { width, height }, hasAlpha: false };
}

/** Pixels of more than 8 bits as 8, where libvips does not do it right, or the numbers of a large image are more than can be held. */
async function readDeep(
  image: Sharp,
  form: DeepImage,
  { held, hold }: { readonly held: number; readonly hold: Hold },
): ReturnType<typeof readDeepPixels> {
  if (form.depth === 'uchar') return undefined;
  const bytes = held + deepBytes(form);
  if (bytes > MOST_HELD_BYTES && form.depth === 'ushort' && form.isBands !== true) return undefined;
  await hold(bytes, form);
  return readDeepPixels(image, form);
}

/** A TIFF may hold numbers of any kind, and bands that are no colours, which libvips takes for opacity. */
async function openTiff(bytes: Buffer, hold: Hold): Promise<Opened> {
  const form = readTiffForm(bytes);
  const { samples = 1, otherBands = 0, bits = 8, format = 1 } = form ?? {};
  if (samples > MOST_BANDS + 1 || otherBands > MOST_BANDS - 1)
    throw new ImageRefusal(message('image-bands', { bands: `${samples}` }));
  if (!READ_BITS.includes(bits) || format > 3 || (format === 3 && bits < 32))
    throw new ImageRefusal(message('image-numbers', { bits: `${bits}` }));
  if (form?.isTiled === true && form.isPlanar && samples > 1)
    throw new ImageRefusal(message('image-planes-of-tiles'));
  const isBands = form !== undefined && otherBands > 0;
  // The first three of several bands of grey are shown as colours: libvips goes by the number that says what they are.
  const asColours =
    isBands && samples >= 3 && form.photometric !== RGB ? withPhotometric(bytes, form) : bytes;
  // Tiles that cannot be read are left black, unless warnings count; of a TIFF in tiles they are about nothing else.
  const opened = open(asColours, form?.isTiled === true ? 'warning' : 'error');
  const header = await opened.metadata();
  const { autoOrient: original, depth, hasAlpha } = header;
  refuseLarge(original);
  const held = heldBytes('tiff', header);
  await hold(held, original);
  const image = isBands && depth === 'uchar' ? await decodeWithoutAlpha(opened, original, hold) : opened;
  const deep = await readDeep(opened, { ...header, ...original, isBands }, { held, hold });
  return {
    image,
    kind: 'tiff',
    original,
    hasAlpha: hasAlpha && !isBands,
    ...deep,
    form: isBands ? 'form-bands' : (deep?.form ?? (form?.hasMorePages === true ? 'form-pages' : undefined)),
  };
}

async function decodeWithoutAlpha(image: Sharp, original: Dimensions, hold: Hold): Promise<Sharp> {
  await hold(original.width * original.height * REREAD_BYTES, original);
  const { data, info } = await image.clone().removeAlpha().raw().toBuffer({ resolveWithObject: true });
  const { width, height, channels } = info;
  return sharp(data, { raw: { width, height, channels } });
}

function withPhotometric(
  bytes: Buffer,
  { photometricAt, isLittleEndian }: NonNullable<ReturnType<typeof readTiffForm>>,
): Buffer {
  const changed = Buffer.from(bytes);
  if (isLittleEndian) changed.writeUInt16LE(RGB, photometricAt);
  else changed.writeUInt16BE(RGB, photometricAt);
  return changed;
}
