import { stat } from 'node:fs/promises';
import path from 'node:path';
import { compareCodeUnits } from '../../../core/compareCodeUnits';
import { AnnotatedImages } from '../annotations/annotatedImages';
import { foldersOf } from '../annotations/foldersOf';
import { parseFile, parseFiles, sampleOf } from '../annotations/parseFiles';
import { createPictureLookup, type PictureLookup } from '../annotations/pictureLookup';
import type { DatasetFormat, FolderLook, Recognised } from '../format';
import { readLabelmeFile, type LabelmeFile } from './labelmeFile';

/** JSON files are looked into until one is of this form, and so many at most. */
const MOST_LOOKED_AT = 20;
/** A larger file is looked into only where it has the name of an image. */
const LARGEST_LOOKED_AT = 1 << 24;

/** A JSON file for every image, with shapes or flags. */
export const LABELME: DatasetFormat = {
  name: 'labelme',
  recognise,
  async *read(look, { files }) {
    const images = new AnnotatedImages();
    const pictureOf = createPictureLookup(look.walked.paths);
    for await (const batch of parseFiles(look, files, readLabelmeFile)) {
      for (const parsed of batch) {
        if ('error' in parsed) images.addDamaged(parsed.error);
        else addFile(images, parsed, pictureOf);
      }
      yield { phase: 'discover', images: images.size };
    }
    return images.settle('labelme', foldersOf(files), look.walked);
  },
};

async function recognise({ root, walked }: FolderLook): Promise<Recognised | undefined> {
  const files = walked.annotations.filter((file) => /\.json$/iu.test(file)).sort(compareCodeUnits);
  const pictureOf = createPictureLookup(files.length === 0 ? [] : walked.paths);
  for (const file of sampleOf(files, MOST_LOOKED_AT)) {
    const hasName = pictureOf({ file, written: undefined }) !== undefined;
    if (!hasName && (await stat(path.join(root, file))).size > LARGEST_LOOKED_AT) continue;
    const parsed = await parseFile(root, file, readLabelmeFile);
    if ('error' in parsed) continue;
    if (hasName || pictureOf({ file, written: parsed.content.imagePath }) !== undefined) return { files };
  }
  return undefined;
}

function addFile(
  images: AnnotatedImages,
  { file, content }: { readonly file: string; readonly content: LabelmeFile },
  pictureOf: PictureLookup,
): void {
  const { imagePath, shapes, flags, size } = content;
  const picture = images.claim(file, pictureOf({ file, written: imagePath }));
  if (picture === undefined) return;
  for (const [index, { label, isArea, box }] of shapes.entries()) {
    const id = `${index + 1}`;
    if (isArea) images.addBox({ picture, id, label, box, size });
    else images.leaveOut('shapes-without-area', `${picture}#${id}`);
  }
  if (shapes.length === 0) for (const flag of flags) images.addLabel(picture, flag);
}
