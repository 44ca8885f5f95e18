import { AppError } from '../../../core/appError';
import { compareCodeUnits } from '../../../core/compareCodeUnits';
import { message } from '../../../core/words/message';
import type { LabelledPaths } from '../../labels/labelledPaths';
import type { WalkProgress } from '../../walk';
import type { DatasetFormat, FolderLook } from '../format';
import { findArrayPairs, type ArrayPair } from './foundArrays';
import { labelsOfArray } from './labelArray';
import { findNumbers, readArray } from './openArray';
import { FoundPictures, pictureShape } from './pictureArray';

/** Arrays of NumPy: pictures in one, their labels in another. */
export const NPZ: DatasetFormat = {
  name: 'npz',
  async recognise(look) {
    if (look.walked.paths.length > 0) return undefined;
    const files = filesOf(await findArrayPairs(look));
    return files.length > 0 ? { files } : undefined;
  },
  read: readArrays,
};

const filesOf = (pairs: readonly ArrayPair[]): readonly string[] =>
  [...new Set(pairs.flatMap(({ images, labels }) => [images.file, labels.file]))].sort(compareCodeUnits);

async function* readArrays(look: FolderLook): AsyncGenerator<WalkProgress, LabelledPaths> {
  const found = new FoundPictures();
  const pairs = await findArrayPairs(look);
  for (const pair of pairs) {
    look.signal.throwIfAborted();
    await readPair(look, pair, found);
    yield { phase: 'discover', images: found.count };
  }
  return found.labelled(look, 'npz', filesOf(pairs));
}

async function readPair(
  look: FolderLook,
  { images, labels }: ArrayPair,
  found: FoundPictures,
): Promise<void> {
  const { place, header, start } = await findNumbers(look, images);
  const { descr, fortranOrder, shape: sizes } = header;
  const shape = pictureShape(images.path, sizes);
  const refuse = (sentence: ConstructorParameters<typeof AppError>[1]) =>
    new AppError('labels-unreadable', sentence);
  if (descr !== '|u1') throw refuse(message('array-no-bytes', { array: images.path, type: descr }));
  if (fortranOrder) throw refuse(message('npy-fortran-order', { file: images.path }));
  if (sizes.length === 2) found.noteSquares(images.path, shape);
  const array = await readArray(look, labels);
  const { count, label } = labelsOfArray(labels.path, array.header, array.bytes);
  if (count !== sizes[0])
    throw refuse(
      message('arrays-lengths', {
        images: images.path,
        labels: labels.path,
        count: sizes[0]!,
        others: count,
      }),
    );
  found.add({ path: images.path, place, start, count, shape }, label);
}
