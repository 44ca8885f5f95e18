import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import path from 'node:path';
import { inflateRawSync } from 'node:zlib';
import { boxContent } from '../../../core/dataset/contentHash';
import { encodeBmp } from '../../../core/dataset/pixels/encodeBmp';
import type { ImagePlace } from '../../../core/dataset/imagePlace';
import { interleaved } from '../../../core/dataset/pixels/interleaved';
import { message } from '../../../core/words/message';
import { imageFileOf, MOST_UNPACKED_BYTES, type ImageFolders } from '../../../files/pictureBytes';
import { cropBox, openPictureForCrops, type CroppedPicture } from './cropBox';
import type { ContentHash } from '../decodedFacts';
import type { DecodeRoom } from '../decodeRoom';
import { ImageRefusal } from '../formats/imageRefusal';
import { hashContent, readImageFile, type ImageFile } from './imageFile';

/** An image as the bytes of an image file, and what identifies this version of the file that it is in. */
export interface ReadImage extends ImageFile {
  /** Of what is read: of a box the picture and where it is. */
  readonly contentHash: () => ContentHash;
}

/** Reads images of a dataset one after the other, be they whole files or parts of them. */
export interface ImageReader {
  /**
   * Quick where one image after the other is in the same picture, which is then decoded once.
   * @throws the system's error; ImageRefusal for a place that holds no image; what a picture that is cut cannot be decoded for.
   */
  read(imagePath: string, place: ImagePlace | undefined): Promise<ReadImage>;
}

export function createImageReader(folders: ImageFolders, room: DecodeRoom): ImageReader {
  let last: { readonly key: string; readonly opened: OpenedPicture } | undefined;
  const open = async (place: ImagePlace): Promise<OpenedPicture> => {
    const whole = readPlace(folders, place);
    const key = [place.file, place.range?.offset, whole.size, whole.mtimeMs, whole.ctimeMs].join('\0');
    if (last?.key !== key) {
      last = undefined;
      last = { key, opened: await openPicture(whole, room) };
    }
    return last.opened;
  };
  return {
    async read(imagePath, place) {
      if (place === undefined) return hashed(readImageFile(path.join(folders.root, imagePath)));
      const { box, shape } = place;
      if (box !== undefined) {
        const { version, picture, hash } = await open(place);
        return {
          ...version,
          bytes: cropBox(picture, box),
          contentHash: () => hashContent(Buffer.from(boxContent(hash(), box))),
        };
      }
      const image = readPlace(folders, place);
      const { contentHash } = hashed(image);
      if (shape === undefined) return { ...image, contentHash };
      if (image.bytes.length !== shape.height * shape.width * shape.channels)
        throw new ImageRefusal(message('image-damaged'));
      return {
        ...image,
        bytes: Buffer.from(encodeBmp(interleaved(image.bytes, shape), shape).buffer),
        contentHash,
      };
    },
  };
}

interface OpenedPicture {
  readonly version: Omit<ImageFile, 'bytes'>;
  readonly picture: CroppedPicture;
  readonly hash: () => ContentHash;
}

async function openPicture({ bytes, ...version }: ImageFile, room: DecodeRoom): Promise<OpenedPicture> {
  const hash = hashContent(bytes);
  return { version, picture: await openPictureForCrops(bytes, room), hash: () => hash };
}

const hashed = (image: ImageFile): ReadImage => ({ ...image, contentHash: () => hashContent(image.bytes) });

/** The bytes at a place; of a box, those of its picture. */
function readPlace(folders: ImageFolders, place: ImagePlace): ImageFile {
  const absolute = imageFileOf(folders, { path: '', place });
  const { range } = place;
  if (range === undefined) return readImageFile(absolute);
  const handle = openSync(absolute, 'r');
  try {
    const { size, mtimeMs, ctimeMs } = fstatSync(handle);
    // What a damaged archive claims takes no memory.
    if (range.offset + range.bytes > size) throw new ImageRefusal(message('image-damaged'));
    const packed = Buffer.allocUnsafe(range.bytes);
    const read = readSync(handle, packed, 0, range.bytes, range.offset);
    if (read < range.bytes) throw new ImageRefusal(message('image-damaged'));
    const bytes =
      range.isDeflated === true ? inflateRawSync(packed, { maxOutputLength: MOST_UNPACKED_BYTES }) : packed;
    return { bytes, size, mtimeMs, ctimeMs };
  } finally {
    closeSync(handle);
  }
}
