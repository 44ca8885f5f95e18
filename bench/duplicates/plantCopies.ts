import sharp, { type Sharp } from 'sharp';
import { bytesPerImage } from '../../src/core/dataset/pixels/bytesPerImage';
import type { ImageArray, PlantedImages } from './measureDuplicates';

/** Copies of each kind. */
const COPIES = 100;

type Change = (image: Sharp, edge: number) => Sharp;

/** How copies come about: what is saved differs, and is then decoded as the product does. */
const CHANGES: Readonly<Record<string, Change>> = {
  'JPEG 90': (image) => image.jpeg({ quality: 90 }),
  'JPEG 75': (image) => image.jpeg({ quality: 75 }),
  'JPEG 50': (image) => image.jpeg({ quality: 50 }),
  'twice the size': (image, edge) => image.resize(2 * edge, 2 * edge).jpeg({ quality: 85 }),
  '0.7 of the size': (image, edge) => image.resize(Math.round(0.7 * edge)).png(),
  brighter: (image) => image.linear(1.1, 12).png(),
  darker: (image) => image.linear(0.8, 0).png(),
  'cropped by 2%': (image, edge) => cropped(image, edge, 0.02),
  'cropped by 4%': (image, edge) => cropped(image, edge, 0.04),
};

/** Enlarges first, for a crop by less than a pixel. */
function cropped(image: Sharp, edge: number, share: number): Sharp {
  const size = edge * 4;
  const border = Math.round(size * share);
  const inner = size - 2 * border;
  return image
    .resize(size, size, { kernel: 'cubic' })
    .extract({ left: border, top: border, width: inner, height: inner })
    .png();
}

/** Adds copies of every kind to some images, of other pictures for each kind. */
export async function plantCopies(originals: ImageArray): Promise<PlantedImages> {
  const { height, width, channels } = originals;
  const stride = bytesPerImage(originals);
  const count = originals.data.length / stride;
  const kinds = Object.entries(CHANGES);
  const copies = Math.min(COPIES, Math.floor(count / kinds.length));
  const total = count + kinds.length * copies;
  const data = new Uint8Array(total * stride);
  data.set(originals.data);
  const pictureOf = Int32Array.from({ length: total }, (_, image) => image);
  const kindOf = Array.from({ length: total }, (): string | undefined => undefined);
  let at = count;
  for (const [place, [kind, change]] of kinds.entries())
    for (let i = 0; i < copies; i++, at++) {
      const picture = Math.floor(((place * copies + i) * count) / (kinds.length * copies));
      // A slice: sharp takes no view of a part.
      const raw = data.slice(picture * stride, (picture + 1) * stride);
      const saved = await change(sharp(raw, { raw: { width, height, channels } }), width).toBuffer();
      const decoded = await sharp(saved)
        .toColourspace(channels === 1 ? 'b-w' : 'srgb')
        .resize(width, height, { fit: 'fill' })
        .raw()
        .toBuffer();
      data.set(decoded, at * stride);
      pictureOf[at] = picture;
      kindOf[at] = kind;
    }
  return { pixels: { data, height, width, channels }, pictureOf, kindOf };
}
