import { stat } from 'node:fs/promises';
import path from 'node:path';
import { AppError } from '../../../core/appError';
import { systemErrorCode } from '../../../core/systemErrorCode';
import { message } from '../../../core/words/message';
import { inParallel } from '../../../files/inParallel';
import { readInput } from '../../../files/openInput';
import type { Dimensions } from '../../decode/dimensions';
import { readPictureSize } from '../../decode/formats/pictureSize';
import { readLabelLines, type BadLine, type LabelLine } from './labelLines';

/** Files read at the same time: they may lie on a network drive. */
const PARALLEL = 16;
const REPORT_EVERY = 1000;
/** Of the lines of one picture. */
const MOST_BYTES = 1 << 26;

/** A picture with a label file. */
export interface LabelledPicture {
  /** Both relative to the dataset. */
  readonly image: string;
  readonly labelFile: string;
}

export interface PictureLabels extends LabelledPicture {
  readonly lines: readonly (LabelLine | BadLine)[];
  /** Undefined: the picture cannot be read, or there are no lines. */
  readonly size: Dimensions | undefined;
}

/** Reads label files, and how large the pictures are that have boxes; yields how many are done. @throws AppError `labels-unreadable`. */
export async function* readPictures(options: {
  readonly root: string;
  readonly pictures: readonly LabelledPicture[];
  /** Numbers behind each box. */
  readonly keypoints: number;
  readonly signal: AbortSignal;
}): AsyncGenerator<number, readonly PictureLabels[]> {
  const { root, pictures, keypoints, signal } = options;
  const found = new Array<PictureLabels>(pictures.length);
  const tasks = { count: pictures.length, parallel: PARALLEL, every: REPORT_EVERY, signal };
  yield* inParallel(tasks, async (index) => {
    const picture = pictures[index]!;
    const lines = readLabelLines(await readLabels(root, picture.labelFile), keypoints);
    const size = lines.length === 0 ? undefined : await readPictureSize(path.join(root, picture.image));
    found[index] = { ...picture, lines, size };
  });
  return found;
}

/** The text of a label file. @throws AppError `labels-unreadable`. */
export async function readLabels(root: string, file: string): Promise<string> {
  try {
    const { size } = await stat(path.join(root, file));
    if (size > MOST_BYTES)
      throw new AppError(
        'labels-unreadable',
        message('label-file-too-large', { file, size: { bytes: size } }),
      );
    return (await readInput(path.join(root, file))).toString('utf8');
  } catch (cause) {
    const code = systemErrorCode(cause);
    if (code === undefined) throw cause;
    throw new AppError('labels-unreadable', message('class-list-unreadable', { file, code }), { cause });
  }
}
