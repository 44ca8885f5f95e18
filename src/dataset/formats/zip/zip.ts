import { AppError } from '../../../core/appError';
import { compareCodeUnits } from '../../../core/compareCodeUnits';
import type { ImagePlace } from '../../../core/dataset/imagePlace';
import { message, type Message } from '../../../core/words/message';
import type { LabelledPaths } from '../../labels/labelledPaths';
import type { WalkProgress } from '../../walk';
import { LeftOutImages } from '../archives/leftOutImages';
import type { DatasetFormat, FolderLook, Recognised } from '../format';
import { zipClasses } from './zipClasses';
import { hasImages, readZip, type ZipContents } from './zipImages';

/** Zip archives that hold class folders. */
export const ZIP: DatasetFormat = {
  name: 'zip',
  async recognise({ root, walked }) {
    if (walked.paths.length > 0) return undefined;
    const files = walked.annotations.filter((file) => /\.zip$/iu.test(file)).sort(compareCodeUnits);
    for (const file of files) if (await hasImages(root, file)) return { files };
    return undefined;
  },
  read: readZips,
};

async function* readZips(
  look: FolderLook,
  { files }: Recognised,
): AsyncGenerator<WalkProgress, LabelledPaths> {
  const { root, walked } = look;
  const leftOut = new LeftOutImages();
  const archives: ZipContents[] = [];
  const refused: Message[] = [];
  for (const file of files)
    try {
      archives.push(yield* readZip(look, file, leftOut));
    } catch (error) {
      if (!(error instanceof AppError) || files.length === 1 || typeof error.sentence === 'string')
        throw error;
      refused.push(error.sentence);
    }
  const { labelOf, splits, warnings } = zipClasses(archives);
  const places = new Map<string, ImagePlace>();
  for (const { archive, places: inArchive } of archives)
    for (const [member, place] of inArchive) places.set(`${archive}/${member}`, place);
  const [first] = refused;
  if (labelOf.size === 0 && first !== undefined) throw new AppError('labels-unreadable', first);
  if (labelOf.size === 0 && places.size > 0)
    throw new AppError('too-few-classes', message('zip-without-classes', { root, files: { list: files } }));
  yield { phase: 'discover', images: labelOf.size };
  return {
    source: { kind: 'annotations', format: 'zip', files },
    labelOf,
    places,
    splits,
    skipped: {
      hidden: walked.hidden + sum(archives, 'hidden'),
      notImages: walked.notImages - files.length + sum(archives, 'notImages'),
      unlabelled: places.size - labelOf.size,
      missingFiles: 0,
    },
    warnings: [
      ...refused,
      ...archives.flatMap((archive) => archive.warnings),
      ...leftOut.warnings(),
      ...warnings,
    ],
  };
}

const sum = (archives: readonly ZipContents[], key: 'hidden' | 'notImages'): number =>
  archives.reduce((total, archive) => total + archive[key], 0);
