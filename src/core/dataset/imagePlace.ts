import * as v from 'valibot';
import type { Immutable } from '../immutable';
import { imagePathSchema } from './imagePath';

const count = v.pipe(v.number(), v.safeInteger(), v.minValue(0));

export const boxSchema = v.object({
  x: v.pipe(v.number(), v.finite()),
  y: v.pipe(v.number(), v.finite()),
  width: v.pipe(v.number(), v.finite()),
  height: v.pipe(v.number(), v.finite()),
});
/** A part of a picture in pixels, from its upper left corner. As it came: it may reach beyond the picture, or have no area. */
export type Box = Immutable<v.InferOutput<typeof boxSchema>>;

export const imagePlaceSchema = v.object({
  /** Relative to the dataset's folder, or to that of what is unpacked. */
  file: imagePathSchema,
  /** The file of the dataset that `file` was unpacked out of; absent: `file` is one of the dataset itself. */
  unpackedFrom: v.optional(imagePathSchema),
  /** The part of the file that holds the image, in bytes; absent: all of it. */
  range: v.optional(
    v.object({
      offset: count,
      bytes: count,
      /** Compressed as in a zip archive. */
      isDeflated: v.optional(v.literal(true)),
    }),
  ),
  /** The bytes are pixels, 0–255; absent: they are those of an image file. */
  shape: v.optional(
    v.object({
      height: count,
      width: count,
      channels: v.picklist([1, 3]),
      /** All of a channel lies together, C×H×W; absent: H×W×C. */
      isPlanar: v.optional(v.literal(true)),
    }),
  ),
  /** What is reviewed is this part of the picture; absent: all of it. */
  box: v.optional(boxSchema),
});
/** Where the picture of an image is, if it is not a whole file at the image's path. */
export type ImagePlace = Immutable<v.InferOutput<typeof imagePlaceSchema>>;

export interface PlacedImage {
  readonly path: string;
  readonly place?: ImagePlace | undefined;
}

/** The file of the dataset that an image is in, relative to it: of a box that of its picture, of a member of an archive the archive. */
export const pictureFile = ({ path, place }: PlacedImage): string =>
  place?.unpackedFrom ?? place?.file ?? path;

/** Whether its picture is only a part of that file. */
export const isInside = ({ place }: PlacedImage): boolean => place?.range !== undefined;

/** Stands between the path of a picture and the id of the annotation that a box is. */
const MARK = '#';

/** The path of the picture of an image: of a box without its mark; of what is inside a file with what leads to it there. */
export function picturePath({ path, place }: PlacedImage): string {
  if (place?.box === undefined) return path;
  return place.range === undefined ? place.file : splitBoxPath(path).picture;
}

/** The path of a box: of its picture, and the id of its annotation in the source. */
export const boxPath = (picture: string, annotation: string): string => `${picture}${MARK}${annotation}`;

/** Of the path of a box: the path of its picture and the id of its annotation. */
export function splitBoxPath(path: string): { readonly picture: string; readonly annotation: string } {
  const at = path.lastIndexOf(MARK);
  return { picture: path.slice(0, at), annotation: path.slice(at + 1) };
}
