import path from 'node:path';
import { AppError } from '../../../core/appError';
import { compareCodeUnits } from '../../../core/compareCodeUnits';
import { isImageFile } from '../../../core/dataset/imageFiles';
import { findSplits } from '../../../core/dataset/splits';
import { message, type Message } from '../../../core/words/message';
import type { LabelledPaths } from '../../labels/labelledPaths';
import type { WalkProgress } from '../../walk';
import { cannotRead } from '../archives/cannotRead';
import { LeftOutImages } from '../archives/leftOutImages';
import { tarMembers, type TarEnd } from '../archives/tarMembers';
import { WindowReader } from '../archives/windowReader';
import type { DatasetFormat, FolderLook } from '../format';
import { FoundSamples } from './foundSamples';

const REPORT_EVERY = 1000;
/** So many members of a shard are looked at for the first image. */
const LOOKED_AT = 200;

/** Samples in tar archives: the files of a sample have the same name up to its first dot. */
export const WEBDATASET: DatasetFormat = {
  name: 'webdataset',
  async recognise(look) {
    if (look.walked.paths.length > 0) return undefined;
    const { shards, compressed } = findShards(look);
    if (shards.length === 0)
      return compressed.length > 0 && isAlone(look) ? { files: compressed } : undefined;
    for (const shard of shards) if (await holdsImages(path.join(look.root, shard))) return { files: shards };
    return undefined;
  },
  read: readShards,
};

function findShards({ walked }: FolderLook) {
  const files = [...walked.annotations].sort(compareCodeUnits);
  return {
    shards: files.filter((file) => /\.tar$/iu.test(file)),
    compressed: files.filter((file) => /\.tar\.gz$/iu.test(file)),
  };
}

/** Whether nothing else in the folder can hold images. */
const isAlone = ({ walked }: FolderLook): boolean =>
  !walked.annotations.some((file) => /\.(?:zip|npz|npy|parquet)$|ubyte(?:\.gz)?$/iu.test(file));

/** Also true of what cannot be read: reading says why. */
async function holdsImages(file: string): Promise<boolean> {
  let reader: WindowReader;
  try {
    reader = await WindowReader.open(file);
  } catch {
    return true; // is opened again to be read, and fails there
  }
  try {
    const members = tarMembers(reader);
    for (let looked = 0; looked < LOOKED_AT; looked++) {
      const { done, value } = await members.next();
      if (done === true) return looked === 0 && value !== 'whole';
      if (isImageFile(value.path)) return true;
    }
    return false;
  } finally {
    await reader.close();
  }
}

async function* readShards(look: FolderLook): AsyncGenerator<WalkProgress, LabelledPaths> {
  const { walked } = look;
  const { shards, compressed } = findShards(look);
  const [packed] = compressed;
  if (shards.length === 0 && packed !== undefined)
    throw new AppError('labels-unreadable', message('archive-compressed', { file: packed }));
  const leftOut = new LeftOutImages();
  const found = new FoundSamples(leftOut);
  const damage: Message[] = [];
  for (const shard of shards) {
    const { members, end } = yield* readShard(look, shard, found);
    if (end !== 'whole') damage.push(damageOf(shard, members, end));
  }
  const images = found.labelOf.size;
  if (images === 0 && found.unlabelled > 0)
    throw new AppError('labels-unreadable', message('shards-without-labels', { file: shards[0] ?? '' }));
  yield { phase: 'discover', images };
  return {
    source: { kind: 'annotations', format: 'webdataset', files: shards },
    labelOf: found.labelOf,
    places: found.places,
    splits: findSplits(found.labelOf.keys()),
    skipped: {
      hidden: walked.hidden,
      notImages: walked.notImages - shards.length,
      unlabelled: found.unlabelled,
      missingFiles: 0,
    },
    warnings: [
      ...damage,
      ...(packed === undefined
        ? []
        : [message('archive-compressed-beside', { count: compressed.length, example: packed })]),
      ...leftOut.warnings(),
    ],
  };
}

async function* readShard(
  { root, signal }: FolderLook,
  shard: string,
  found: FoundSamples,
): AsyncGenerator<WalkProgress, { readonly members: number; readonly end: TarEnd }> {
  const reader = await WindowReader.open(path.join(root, shard)).catch((cause: unknown) => {
    throw cannotRead(shard, cause);
  });
  try {
    const archive = tarMembers(reader);
    for (let members = 0; ; members++) {
      const { done, value } = await archive.next();
      if (done === true) {
        found.endShard(shard);
        return { members, end: value };
      }
      signal.throwIfAborted();
      await found.add(value, () => reader.read(value.offset, value.bytes));
      if (members % REPORT_EVERY === REPORT_EVERY - 1) yield { phase: 'discover', images: found.count };
    }
  } catch (cause) {
    throw cannotRead(shard, cause);
  } finally {
    await reader.close();
  }
}

/** @throws AppError where nothing could be read. */
function damageOf(file: string, members: number, end: Exclude<TarEnd, 'whole'>): Message {
  if (members === 0) throw new AppError('labels-unreadable', message('archive-no-tar', { file }));
  return message(end === 'cut off' ? 'archive-cut-off' : 'archive-damaged', { file, members });
}
