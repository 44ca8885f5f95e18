import path from 'node:path';
import { AppError } from '../../../core/appError';
import { compareCodeUnits } from '../../../core/compareCodeUnits';
import { isSplitName } from '../../../core/dataset/splits';
import type { ImagePlace } from '../../../core/dataset/imagePlace';
import { message } from '../../../core/words/message';
import type { LabelledPaths } from '../../labels/labelledPaths';
import type { WalkProgress } from '../../walk';
import { labelText, labelValue } from '../archives/labelValue';
import { LeftOutImages } from '../archives/leftOutImages';
import type { FolderLook } from '../format';
import { nameOfClass } from './classNames';
import { imageColumns } from './imageColumns';
import { openParquet } from './parquetFile';
import { unpackImages } from './unpackImages';

/** Parquet files that hold images and labels, in a folder without other images. */
export async function findShards({ root, walked }: FolderLook): Promise<readonly string[]> {
  if (walked.paths.length > 0) return [];
  const found: string[] = [];
  for (const file of walked.annotations.filter((name) => /\.parquet$/iu.test(name)).sort(compareCodeUnits))
    if (await isShard(path.join(root, file), file)) found.push(file);
  return found;
}

/** A damaged file counts as one where it is called so: reading says what is wrong with it. */
async function isShard(absolute: string, file: string): Promise<boolean> {
  try {
    return imageColumns(await openParquet(absolute, file)) !== undefined;
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return /-\d{5}-of-\d{5}/u.test(file);
  }
}

/** What is found in the shards so far. */
interface Found {
  readonly labelOf: Map<string, string>;
  readonly places: Map<string, ImagePlace>;
  readonly leftOut: LeftOutImages;
  unlabelled: number;
}

export async function* readShards(
  look: FolderLook,
  files: readonly string[],
): AsyncGenerator<WalkProgress, LabelledPaths> {
  const { walked } = look;
  const found: Found = { labelOf: new Map(), places: new Map(), leftOut: new LeftOutImages(), unlabelled: 0 };
  for (const file of files) {
    yield* readShard(look, file, found);
    yield { phase: 'discover', images: found.labelOf.size };
  }
  return {
    source: { kind: 'annotations', format: 'huggingface', files },
    labelOf: found.labelOf,
    places: found.places,
    splits: splitsOf(files),
    skipped: {
      hidden: walked.hidden,
      notImages: walked.notImages - files.length,
      unlabelled: found.unlabelled,
      missingFiles: 0,
    },
    warnings: found.leftOut.warnings(),
  };
}

/** Of `train-00000-of-00001.parquet` and the like, where each split is one file. */
function splitsOf(files: readonly string[]): readonly string[] {
  const names = files.map((file) =>
    path.posix.basename(file).replace(/(?:-\d{5}-of-\d{5})?\.parquet$/iu, ''),
  );
  const isEach = new Set(names).size === names.length && names.every(isSplitName);
  return files.length > 1 && isEach ? files : [];
}

async function* readShard(look: FolderLook, file: string, found: Found): AsyncGenerator<WalkProgress, void> {
  const parquet = await openParquet(path.join(look.root, file), file);
  const columns = imageColumns(parquet);
  if (columns === undefined) return;
  const images = await unpackImages(look, { file, parquet, column: columns.image });
  let row = 0;
  for await (const rows of parquet.read([columns.label], look.signal)) {
    for (const { [columns.label]: value } of rows) {
      const image = `${file}/${row}`;
      const offset = images.offsets[row]!;
      const bytes = images.offsets[row + 1]! - offset;
      row++;
      const written = typeof value === 'string' ? labelText(value) : labelValue(value, columns.label);
      const { label, why } = nameOfClass(written, columns.names);
      if (why !== undefined) found.leftOut.add(image, why);
      else if (label === undefined) found.unlabelled++;
      else if (!(bytes > 0)) found.leftOut.add(image, message('parquet-without-image'));
      else {
        found.labelOf.set(image, label);
        found.places.set(image, { ...images.place, range: { offset, bytes } });
      }
    }
    yield { phase: 'discover', images: found.labelOf.size };
  }
}
