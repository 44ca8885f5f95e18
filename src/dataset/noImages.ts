import { AppError } from '../core/appError';

/** The error for a folder without a single image. */
export function noImages(root: string): AppError {
  return new AppError(
    'no-images',
    `There are no images in ${root}; choose a folder with JPEG, PNG, WebP, GIF, TIFF, AVIF or BMP files.`,
  );
}
