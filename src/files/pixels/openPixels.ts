import { closeSync, openSync, readSync } from 'node:fs';
import { AppError } from '../../core/appError';
import { bytesPerImage } from '../../core/dataset/pixels/bytesPerImage';
import type { ImageShape, PixelSource, PixelStore, PixelTensor } from '../../core/dataset/dataset';
import { pixelsInMemory } from '../../core/dataset/pixelsInMemory';
import { systemErrorCode } from '../../core/systemErrorCode';
import { message, type Message } from '../../core/words/message';
import { openFiles } from './openFiles';

export interface OpenPixels extends PixelTensor {
  /** Nothing is read afterwards. */
  close(): void;
}

/**
 * Opens decoded images for this thread. From a file, reading one takes microseconds where the system still has it in
 * memory, so nothing is kept here.
 * @throws AppError `pixels-lost`, here or from `read`, when the file is gone or cut off.
 */
export function openPixels({ store, ...shape }: PixelSource): OpenPixels {
  switch (store.kind) {
    case 'memory':
      return { ...pixelsInMemory({ ...shape, data: store.data }), close: () => undefined };
    case 'file':
      return openFile(store, shape);
    case 'files':
      return openMany(store, shape);
  }
}

function openFile(
  { file, places }: Extract<PixelStore, { readonly kind: 'file' }>,
  shape: ImageShape & { readonly count: number },
): OpenPixels {
  const size = bytesPerImage(shape);
  const descriptor = orLost(file, () => openSync(file, 'r'));
  return {
    ...shape,
    read: (image, into) => readRow({ file, descriptor, size }, places[image]!, into),
    close: () => closeSync(descriptor),
  };
}

function openMany(
  { files, fileOf, places }: Extract<PixelStore, { readonly kind: 'files' }>,
  shape: ImageShape & { readonly count: number },
): OpenPixels {
  const size = bytesPerImage(shape);
  const open = openFiles();
  return {
    ...shape,
    read: (image, into) => {
      const file = files[fileOf[image]!]!;
      const descriptor = orLost(file, () => open.descriptorOf(file));
      readRow({ file, descriptor, size }, places[image]!, into);
    },
    close: () => open.close(),
  };
}

function readRow(
  from: { readonly file: string; readonly descriptor: number; readonly size: number },
  place: number,
  into: Uint8Array,
): void {
  const { file, descriptor, size } = from;
  const bytes = orLost(file, () => readSync(descriptor, into, 0, size, place * size));
  if (bytes !== size) throw lost(file, message('pixels-cut-off'));
}

function orLost<T>(file: string, access: () => T): T {
  try {
    return access();
  } catch (cause) {
    throw lost(file, systemErrorCode(cause) ?? message('pixels-unreadable'), cause);
  }
}

function lost(file: string, why: string | Message, cause?: unknown): AppError {
  return new AppError('pixels-lost', message('pixels-lost', { file, why }), { cause });
}
