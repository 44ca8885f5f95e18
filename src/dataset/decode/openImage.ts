import sharp, { type Sharp, type SharpOptions } from 'sharp';
import { message } from '../../core/words/message';
import type { DecodeRoom } from './decodeRoom';
import { decodeBmp } from './formats/bmp';
import type { ImageForm } from './formats/deepLevels';
import { readDeepPixels } from './formats/deepPixels';
import type { Dimensions } from './dimensions';
import { imageKindOf, type ImageKind } from './formats/imageKind';
import { ImageRefusal, refuseLarge } from './formats/imageRefusal';
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
}

/**
 * Opens an image of 8 bits or, as far as it can be told what its numbers mean, of more, and works with it. A file that is cut off or
 * damaged fails when it is decoded, rather than being filled up with grey. What is decoded whole waits for room.
 * @throws ImageRefusal for what is no image, too large, or of a form that cannot be shown.
 */
export async function withImage<T>(
  bytes: Buffer,
  room: DecodeRoom,
  work: (opened: OpenedImage) => Promise<T>,
): Promise<T> {
  let giveBack: () => void = () => undefined;
  try {
    const opened = await openImage(bytes, async (pixels) => {
      giveBack = await room.take(pixels);
    });
    return await work(opened);
  } finally {
    giveBack();
  }
}

/** Waits until so many pixels may be decoded. */
type Claim = (pixels: number) => Promise<void>;

async function openImage(bytes: Buffer, claim: Claim): Promise<OpenedImage> {
  const kind = imageKindOf(bytes);
  if (kind === 'bmp') return openBmp(bytes, claim);
  if (kind === 'tiff') return openTiff(bytes, claim);
  const process = kind === 'jpeg' ? rareJpeg(bytes) : undefined;
  if (process !== undefined) throw new ImageRefusal(message('image-jpeg-process', { process }));
  // A GIF without a frame that can be read is black, unless warnings count.
  const image = open(bytes, kind === 'gif' ? 'warning' : 'error');
  const {
    autoOrient: original,
    depth,
    hasAlpha,
    space,
    isProgressive,
    orientation = 1,
  } = await image.metadata();
  refuseLarge(original);
  const isByRows =
    (kind === 'jpeg' || (kind === 'png' && orientation === 1 && depth === 'uchar')) && !isProgressive;
  if (!isByRows) await claim(original.width * original.height);
  const deep = depth === 'uchar' ? undefined : await readDeepPixels(image, { ...original, depth, space });
  return { image, kind, original, hasAlpha, ...deep };
}

const open = (bytes: Buffer, failOn: SharpOptions['failOn']): Sharp =>
  // The limit is ours, to be told with the size; what is in the header costs no memory.
  sharp(bytes, { failOn, limitInputPixels: false }).autoOrient();

async function openBmp(bytes: Buffer, claim: Claim): Promise<OpenedImage> {
  // Three bytes are a pixel, or about that.
  await claim(Math.floor(bytes.length / 3));
  const { data, width, height } = decodeBmp(bytes);
  const image = sharp(data, { raw: { width, height, channels: 3 } });
  return { image, kind: 'bmp', original: { width, height }, hasAlpha: false };
}

/** A TIFF may hold numbers of any kind, and bands that are no colours, which libvips takes for opacity. */
async function openTiff(bytes: Buffer, claim: Claim): Promise<OpenedImage> {
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
  const { autoOrient: original, depth, hasAlpha, space } = await opened.metadata();
  refuseLarge(original);
  await claim(original.width * original.height);
  const image = isBands && depth === 'uchar' ? await withoutAlpha(opened) : opened;
  const deep =
    depth === 'uchar' ? undefined : await readDeepPixels(opened, { ...original, depth, space, isBands });
  return {
    image,
    kind: 'tiff',
    original,
    hasAlpha: hasAlpha && !isBands,
    ...deep,
    ...(isBands && { form: 'form-bands' as const }),
  };
}

/** The same image without its last channel. Decoded: libvips would multiply the colours by it when it resizes. */
export async function withoutAlpha(image: Sharp): Promise<Sharp> {
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
