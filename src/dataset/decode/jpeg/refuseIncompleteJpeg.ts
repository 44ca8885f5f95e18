import sharp from 'sharp';
import { message } from '../../../core/words/message';
import { ImageRefusal } from '../formats/imageRefusal';

/** What libjpeg puts in place of blocks that are not there, in each channel. */
const GREY = 128;
/** What rounding and profiles make of it. */
const TOLERANCE = 2;
const EDGE_TOLERANCE = 16;
/** libjpeg decodes to an eighth by itself: a block becomes a pixel. */
const BLOCK = 8;
/** Less than this of a picture may well be of that grey. */
const LEAST_MISSING01 = 0.03;
interface ShownSize {
  readonly width: number;
  readonly height: number;
  readonly channels: 1 | 3;
}

/**
 * Where data of a JPEG are missing, libjpeg fills the rest with grey, and says no more than a warning where the file ends as it
 * should; most of its warnings are of no consequence. So a picture with an edge of that grey is looked at again, block by
 * block: `pixels` are what was made of it, and any edge may have been the lower one.
 * @throws ImageRefusal where data are missing.
 */
export async function refuseIncompleteJpeg(
  bytes: Buffer,
  pixels: Uint8Array,
  shown: ShownSize,
): Promise<void> {
  if (!hasGreyEdge(pixels, shown)) return;
  const image = sharp(bytes, { failOn: 'error', limitInputPixels: false });
  const { width, height } = await image.metadata();
  const rows = Math.max(1, Math.round(height / BLOCK));
  const { data, info } = await image
    .resize(Math.max(1, Math.round(width / BLOCK)), rows, { fit: 'fill', kernel: 'nearest' })
    .raw()
    .toBuffer({ resolveWithObject: true });
  const rowBytes = info.width * info.channels;
  let missing = 0;
  while (
    missing < rows &&
    isGrey(data.subarray((rows - missing - 1) * rowBytes, (rows - missing) * rowBytes))
  )
    missing++;
  if (missing / rows >= LEAST_MISSING01 && (await isWarnedOf(bytes)))
    throw new ImageRefusal(message('image-jpeg-incomplete', { share: { share01: missing / rows } }));
}

/** Whether libjpeg has anything to say of the data: a picture may well be grey below. All of it is read, as nothing is scaled. */
async function isWarnedOf(bytes: Buffer): Promise<boolean> {
  const strict = sharp(bytes, { failOn: 'warning', limitInputPixels: false });
  return strict
    .toColourspace('b-w')
    .raw()
    .toBuffer()
    .then(
      () => false,
      () => true, // it can be read, so it was a warning
    );
}

/** Roughly: when it is resized, the edge takes something from the rest of the picture. */
function hasGreyEdge(pixels: Uint8Array, { width, height, channels }: ShownSize): boolean {
  const isGreyAt = (x: number, y: number) => {
    const at = (y * width + x) * channels;
    return pixels.subarray(at, at + channels).every((value) => Math.abs(value - GREY) <= EDGE_TOLERANCE);
  };
  const isGreyRow = (y: number) => range(width).every((x) => isGreyAt(x, y));
  const isGreyColumn = (x: number) => range(height).every((y) => isGreyAt(x, y));
  return isGreyRow(height - 1) || isGreyRow(0) || isGreyColumn(0) || isGreyColumn(width - 1);
}

const range = (count: number): readonly number[] => Array.from({ length: count }, (_, at) => at);

const isGrey = (row: Uint8Array): boolean => row.every((value) => Math.abs(value - GREY) <= TOLERANCE);
