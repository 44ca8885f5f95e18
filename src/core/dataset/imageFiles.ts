/** Extensions, lower case, of the formats that can be decoded. */
const IMAGE_EXTENSIONS: ReadonlySet<string> = new Set([
  '.jpg',
  '.jpeg',
  '.jpe',
  '.jfif',
  '.png',
  '.webp',
  '.gif',
  '.tif',
  '.tiff',
  '.avif',
  '.bmp',
  '.dib',
]);

/** Names of images that every browser shows; others, TIFF above all, are shown as thumbnails. */
export const BROWSER_IMAGE = /\.(jpe?g|jfif|png|gif|webp|avif|bmp)$/iu;

/** Whether a file is an image by its name; its content is looked at only when it is decoded. */
export function isImageFile(name: string): boolean {
  const dot = name.lastIndexOf('.');
  return dot > 0 && IMAGE_EXTENSIONS.has(name.slice(dot).toLowerCase());
}

/** Annotations, tables, and archives with images in them. */
const ANNOTATIONS =
  /\.(?:jsonl?|ndjson|xml|ya?ml|txt|names|labels|csv|tsv|parquet|tar|zip|npz|npy|gz)$|ubyte$/iu;

/** Whether a file may hold labels, or the images themselves, by its name. */
export const isAnnotationFile = (name: string): boolean => ANNOTATIONS.test(name);

/** Names, by extension in lower case, of formats of pictures that cannot be decoded. */
const UNREAD_FORMATS: Readonly<Record<string, string>> = {
  ...named('HEIC', ['.heic', '.heif', '.hif']),
  ...named('JPEG 2000', ['.jp2', '.j2k', '.jpf', '.jpx', '.j2c', '.jpc']),
  ...named('JPEG XL', ['.jxl']),
  ...named('PPM', ['.ppm', '.pgm', '.pbm', '.pnm', '.pam', '.pfm']),
  ...named('SVG', ['.svg', '.svgz']),
  ...named('Photoshop', ['.psd', '.psb']),
  ...named('Targa', ['.tga']),
  ...named('OpenEXR', ['.exr']),
  ...named('Radiance', ['.hdr']),
  ...named('DICOM', ['.dcm', '.dicom']),
  ...named('NIfTI', ['.nii']),
  ...named('FITS', ['.fits', '.fit']),
  ...named('slide', ['.svs', '.ndpi', '.mrxs', '.scn', '.czi']),
  ...named('camera raw', [
    '.dng',
    '.cr2',
    '.cr3',
    '.nef',
    '.nrw',
    '.arw',
    '.orf',
    '.rw2',
    '.raf',
    '.pef',
    '.srw',
  ]),
};

function named(name: string, extensions: readonly string[]): Record<string, string> {
  return Object.fromEntries(extensions.map((extension) => [extension, name]));
}

/** The format of a picture that cannot be decoded, by its name; undefined for any other file. */
export function unreadFormat(name: string): string | undefined {
  const dot = name.lastIndexOf('.');
  return dot > 0 ? UNREAD_FORMATS[name.slice(dot).toLowerCase()] : undefined;
}
