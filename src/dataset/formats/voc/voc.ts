import path from 'node:path';
import { compareCodeUnits } from '../../../core/compareCodeUnits';
import { AnnotatedImages } from '../annotations/annotatedImages';
import { foldersOf } from '../annotations/foldersOf';
import { parseFile, parseFiles, sampleOf } from '../annotations/parseFiles';
import { createPictureLookup, type PictureLookup } from '../annotations/pictureLookup';
import type { DatasetFormat, FolderLook, Recognised } from '../format';
import { xmlStart } from '../xml/xmlStart';
import { readVocFile, type VocFile } from './vocFile';

/** XML files are looked into until one is of this form, and so many at most. */
const MOST_LOOKED_AT = 20;

/** An XML file for every image, in `Annotations` beside `JPEGImages`, or beside the images. */
export const VOC: DatasetFormat = {
  name: 'voc',
  recognise,
  async *read(look, { files }) {
    const { walked, signal } = look;
    const images = new AnnotatedImages();
    const pictureOf = createPictureLookup(walked.paths);
    for await (const batch of parseFiles(look, files, (file) => readVocFile(file, signal))) {
      for (const parsed of batch) {
        if ('error' in parsed) images.addDamaged(parsed.error);
        else addFile(images, parsed, pictureOf);
      }
      yield { phase: 'discover', images: images.size };
    }
    return images.settle('voc', foldersOf(files), walked);
  },
};

async function recognise({ root, walked, signal }: FolderLook): Promise<Recognised | undefined> {
  const files = walked.annotations.filter((file) => /\.xml$/iu.test(file)).sort(compareCodeUnits);
  const pictureOf = createPictureLookup(files.length === 0 ? [] : walked.paths);
  for (const file of sampleOf(files, MOST_LOOKED_AT)) {
    const { root: element, children } = await xmlStart(path.join(root, file), signal);
    if (element !== 'annotation' || !(children.has('object') || children.has('filename'))) continue;
    if (pictureOf({ file, written: undefined }) !== undefined) return { files };
    const parsed = await parseFile(root, file, (absolute) => readVocFile(absolute, signal));
    const written = 'content' in parsed ? parsed.content.filename : undefined;
    if (pictureOf({ file, written }) !== undefined) return { files };
  }
  return undefined;
}

function addFile(
  images: AnnotatedImages,
  { file, content }: { readonly file: string; readonly content: VocFile },
  pictureOf: PictureLookup,
): void {
  const picture = images.claim(file, pictureOf({ file, written: content.filename }));
  if (picture === undefined) return;
  const { objects, size } = content;
  for (const [index, { name, box }] of objects.entries())
    images.addBox({ picture, id: `${index + 1}`, label: name, box, size });
}
