/** Images up to this many bytes may be shown as they are, where a browser can: smaller than most thumbnails. */
const LARGEST_OWN_THUMBNAIL_BYTES = 16 * 1024;

/** PNG and JPEG only: the size of a file says little about what other formats unpack to. */
const EXTENSION = /\.(png|jpe?g)$/iu;

/** Whether an image may be its own thumbnail, by its name and size; its content decides in the end. */
export function mayBeOwnThumbnail(imagePath: string, bytes: number): boolean {
  return bytes <= LARGEST_OWN_THUMBNAIL_BYTES && EXTENSION.test(imagePath);
}
