import path from 'node:path';
import { AppError } from '../../../core/appError';
import { isImageFile, unreadFormat } from '../../../core/dataset/imageFiles';
import { isImagePath } from '../../../core/dataset/imagePath';
import type { ImagePlace } from '../../../core/dataset/imagePlace';
import { message, type Message } from '../../../core/words/message';
import type { WalkProgress } from '../../walk';
import { cannotRead } from '../archives/cannotRead';
import type { LeftOutImages } from '../archives/leftOutImages';
import { WindowReader } from '../archives/windowReader';
import { startOfMember, zipMembers, type ZipMember } from '../archives/zipMembers';
import type { FolderLook } from '../format';

/** What is in a zip archive. */
export interface ZipContents {
  /** Relative to the dataset. */
  readonly archive: string;
  /** By the path in the archive. */
  readonly places: ReadonlyMap<string, ImagePlace>;
  readonly hidden: number;
  readonly notImages: number;
  /** Where some of it cannot be read. */
  readonly warnings: readonly Message[];
}

const REPORT_EVERY = 1000;
/** What claims to be larger when it is unpacked is a bomb rather than a picture. */
const MOST_UNPACKED_BYTES = 1 << 30;
const STORED = 0;
const DEFLATED = 8;
const METHODS: Readonly<Record<number, string>> = {
  9: 'Deflate64',
  12: 'bzip2',
  14: 'LZMA',
  93: 'Zstandard',
  95: 'XZ',
  99: 'AES',
};

/** The images of an archive. @throws AppError `labels-unreadable` where it is none, or may not be read. */
export async function* readZip(
  { root, signal }: FolderLook,
  archive: string,
  leftOut: LeftOutImages,
): AsyncGenerator<WalkProgress, ZipContents> {
  const reader = await openArchive(root, archive);
  try {
    const found = { images: new Map<string, ZipMember>(), hidden: 0, notImages: 0 };
    const list = zipMembers(reader);
    for (;;) {
      const { done, value } = await list.next();
      if (done === true) {
        const places = yield* placeAll(value);
        return { archive, places, hidden: found.hidden, notImages: found.notImages, warnings: damage(value) };
      }
      signal.throwIfAborted();
      take(found, value, (why) => leftOut.add(`${archive}/${value.path}`, why));
    }

    async function* placeAll(end: 'whole' | 'damaged' | undefined) {
      if (end === undefined || (end === 'damaged' && found.images.size === 0))
        throw new AppError('labels-unreadable', message('archive-no-zip', { file: archive }));
      const places = new Map<string, ImagePlace>();
      for (const member of found.images.values()) {
        signal.throwIfAborted();
        const offset = await startOfMember(reader, member);
        if (offset === undefined) leftOut.add(`${archive}/${member.path}`, message('member-damaged'));
        else places.set(member.path, placeOf(archive, offset, member));
        if (places.size % REPORT_EVERY === 0) yield { phase: 'discover', images: places.size } as const;
      }
      return places;
    }
  } catch (cause) {
    throw cannotRead(archive, cause);
  } finally {
    await reader.close();
  }

  function damage(end: 'whole' | 'damaged' | undefined): readonly Message[] {
    return end === 'whole' ? [] : [message('archive-list-damaged', { file: archive })];
  }
}

/** Whether there is an image in an archive; also true of what cannot be read: reading says why. */
export async function hasImages(root: string, archive: string): Promise<boolean> {
  let reader: WindowReader;
  try {
    reader = await WindowReader.open(path.join(root, archive));
  } catch {
    return true; // is opened again to be read, and fails there
  }
  try {
    const list = zipMembers(reader);
    for (;;) {
      const { done, value } = await list.next();
      if (done === true) return value !== 'whole';
      if (isImageFile(value.path) && !isHidden(value.path)) return true;
    }
  } finally {
    await reader.close();
  }
}

async function openArchive(root: string, archive: string): Promise<WindowReader> {
  try {
    return await WindowReader.open(path.join(root, archive));
  } catch (cause) {
    throw cannotRead(archive, cause);
  }
}

/** Of resource forks that macOS adds, and of hidden files and folders. */
const isHidden = (member: string): boolean => /(?:^|\/)(?:\.(?!\.?\/)|__MACOSX\/)/u.test(member);

function take(
  found: { readonly images: Map<string, ZipMember>; hidden: number; notImages: number },
  member: ZipMember,
  leaveOut: (why: Message) => void,
): void {
  const { path: name } = member;
  const why = whyLeftOut(member);
  if (isHidden(name)) found.hidden++;
  else if (unreadFormat(name) !== undefined) leaveOut(message('member-kind', { kind: unreadFormat(name)! }));
  else if (!isImageFile(name)) found.notImages++;
  else if (why !== undefined) leaveOut(why);
  else {
    if (found.images.has(name)) leaveOut(message('member-repeated'));
    found.images.set(name, member);
  }
}

function whyLeftOut({ path: name, method, isEncrypted, isLink, size }: ZipMember): Message | undefined {
  if (!isImagePath(name)) return message('member-outside');
  if (isEncrypted) return message('member-encrypted');
  if (isLink) return message('member-link');
  if (method !== STORED && method !== DEFLATED)
    return message('member-compression', { method: METHODS[method] ?? `method ${method}` });
  return size > MOST_UNPACKED_BYTES ? message('member-claims', { size: { bytes: size } }) : undefined;
}

const placeOf = (file: string, offset: number, { bytes, method }: ZipMember): ImagePlace => ({
  file,
  range: { offset, bytes, ...(method === DEFLATED && { isDeflated: true as const }) },
});
