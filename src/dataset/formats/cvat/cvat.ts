import path from 'node:path';
import { AppError } from '../../../core/appError';
import { compareCodeUnits } from '../../../core/compareCodeUnits';
import { message, type Message } from '../../../core/words/message';
import { AnnotatedImages } from '../annotations/annotatedImages';
import { createListedPictures } from '../annotations/listedPictures';
import type { DatasetFormat, FolderLook, Recognised } from '../format';
import { readCvatFile, type CvatFile, type CvatImage } from './cvatFile';

/** So many XML files are looked into, those that lie highest first. */
const MOST_LOOKED_AT = 20;
/** In front of the first image stands what is known of the task. */
const LOOKED_AT_BYTES = 1 << 20;
/** Frames as CVAT exports them. */
const FRAME = /(?:^|\/)frame_\d{6}\.\w+$/iu;

/** XML files as of CVAT's export "for images 1.1", each about many images. */
export const CVAT: DatasetFormat = {
  name: 'cvat',
  recognise,
  async *read(look, { files }) {
    const images = new AnnotatedImages();
    const warnings: Message[] = [];
    for (const file of files) {
      const absolute = path.join(look.root, file);
      const content = await readCvatFile({ file: absolute, signal: look.signal });
      if (content.images.length === 0 && content.tracks > 0)
        throw new AppError('labels-unreadable', message('cvat-is-video', { file: absolute }));
      const pictures = await createListedPictures(look, file);
      for (const [index, image] of content.images.entries()) {
        const match = await pictures.find(image.name);
        addImage(images, image, images.claim(`${image.name} (${file}, image ${index + 1})`, match));
      }
      warnings.push(...pictures.warnings());
      yield { phase: 'discover', images: images.size };
    }
    const labelled = images.settle('cvat', files, look.walked);
    return { ...labelled, warnings: [...warnings, ...labelled.warnings] };
  },
};

async function recognise(look: FolderLook): Promise<Recognised | undefined> {
  const { root, walked, signal } = look;
  const depth = (file: string) => file.split('/').length;
  const candidates = walked.annotations
    .filter((file) => /\.xml$/iu.test(file))
    .sort((a, b) => depth(a) - depth(b) || compareCodeUnits(a, b));
  const files: string[] = [];
  for (const file of candidates.slice(0, MOST_LOOKED_AT)) {
    const start = await startOf(path.join(root, file), signal);
    if (start?.root === 'annotations' && (await labelsOneOf(look, file, start))) files.push(file);
  }
  return files.length === 0 ? undefined : { files: files.sort(compareCodeUnits) };
}

/** Undefined for a file that is damaged there, or no XML. */
async function startOf(file: string, signal: AbortSignal): Promise<CvatFile | undefined> {
  try {
    return await readCvatFile({ file, signal, firstBytes: LOOKED_AT_BYTES });
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return undefined;
  }
}

async function labelsOneOf(look: FolderLook, file: string, { images, tracks }: CvatFile): Promise<boolean> {
  if (images.length === 0) return tracks > 0 && look.walked.paths.some((image) => FRAME.test(image));
  const pictures = await createListedPictures(look, file);
  for (const { name } of images) if ((await pictures.find(name)) !== undefined) return true;
  return false;
}

function addImage(
  images: AnnotatedImages,
  { annotations, size }: CvatImage,
  picture: string | undefined,
): void {
  if (picture === undefined) return;
  for (const [index, annotation] of annotations.entries()) {
    const id = `${index + 1}`;
    if (annotation.kind === 'tag') images.addLabel(picture, annotation.label);
    else if (annotation.kind === 'area') images.addBox({ picture, id, size, ...annotation });
    else images.leaveOut('shapes-without-area', `${picture}#${id}`);
  }
}
