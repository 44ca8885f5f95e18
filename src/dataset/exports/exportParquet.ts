import { stat } from 'node:fs/promises';
import path from 'node:path';
import { compareCodeUnits } from '../../core/compareCodeUnits';
import { pictureFile } from '../../core/dataset/imagePlace';
import { sortClasses } from '../../core/dataset/sortClasses';
import { splitOf } from '../../core/dataset/splits';
import {
  encodeColumnChunk,
  PHYSICAL,
  type ColumnValue,
  type Physical,
} from '../../files/parquet/columnChunk';
import { parquetPieces, schemaElement, type RowGroup } from '../../files/parquet/parquetPieces';
import { imageFileOf, readPicture, type ImageFolders } from '../../files/pictureBytes';
import { keptImages, type ExportedImage } from './exportedImage';
import type { TreePlan } from './treePlan';

/** As `datasets` cuts them. */
const MOST_SHARD_BYTES = 500_000_000;
const MOST_GROUP_ROWS = 100;
/** So much of a shard is held at a time, or one image. */
const MOST_GROUP_BYTES = 1 << 25;
const DEFAULT_SPLIT = 'train';
/** In the path of an image that comes from a shard: its split. */
const SHARD = /(?:^|\/)([^/]+)-\d{5}-of-\d{5}\.[^/]+\//u;

export interface ShardsRequest {
  readonly folders: ImageFolders;
  readonly images: readonly ExportedImage[];
  readonly splits: readonly string[];
  readonly signal: AbortSignal;
}

type KeptImage = ExportedImage & { readonly label: string };

/** Parquet shards with the images in them, those of each split for themselves, as `datasets` writes and reads them. */
export async function huggingFaceShards({
  folders,
  images,
  splits,
  signal,
}: ShardsRequest): Promise<TreePlan> {
  const kept = [...keptImages(images)].sort(byPlace);
  const classes = sortClasses(new Set(kept.map(({ label }) => label)));
  const bySplit = new Map<string, KeptImage[]>();
  for (const image of kept) {
    const split = splitName(SHARD.exec(image.path)?.[1] ?? splitOf(image.path, splits));
    const others = bySplit.get(split);
    if (others === undefined) bySplit.set(split, [image]);
    else others.push(image);
  }
  const made = new Map<string, () => AsyncIterable<Uint8Array>>();
  for (const [split, ofSplit] of [...bySplit].sort(([a], [b]) => compareCodeUnits(a, b))) {
    const shards = await cutShards(folders, ofSplit, signal);
    for (const [index, shard] of shards.entries())
      made.set(`data/${split}-${digits(index)}-of-${digits(shards.length)}.parquet`, () =>
        shardPieces({ folders, shard, classes, signal }),
      );
  }
  return { copies: new Map(), texts: new Map(), made };
}

/** Rows of a shard stay in their order, which that of their paths is not. */
function byPlace(a: KeptImage, b: KeptImage): number {
  const order = compareCodeUnits(pictureFile(a), pictureFile(b));
  return order === 0 ? (a.place?.range?.offset ?? 0) - (b.place?.range?.offset ?? 0) : order;
}

const digits = (number: number): string => String(number).padStart(5, '0');

/** A word, as file names of shards begin with it. */
function splitName(split: string | undefined): string {
  const name = split === undefined ? '' : path.posix.parse(split).name;
  const word = name.replaceAll(/[^\p{L}\p{N}]+/gu, '_').replaceAll(/^_|_$/gu, '');
  return word === '' ? DEFAULT_SPLIT : word;
}

async function cutShards(
  folders: ImageFolders,
  images: readonly KeptImage[],
  signal: AbortSignal,
): Promise<readonly (readonly KeptImage[])[]> {
  const shards: KeptImage[][] = [];
  let bytes = Infinity;
  for (const image of images) {
    signal.throwIfAborted();
    const size = image.place?.range?.bytes ?? (await stat(imageFileOf(folders, image))).size;
    if (bytes + size > MOST_SHARD_BYTES) {
      shards.push([]);
      bytes = 0;
    }
    shards.at(-1)!.push(image);
    bytes += size;
  }
  return shards;
}

interface Shard {
  readonly folders: ImageFolders;
  readonly shard: readonly KeptImage[];
  readonly classes: readonly string[];
  readonly signal: AbortSignal;
}

function shardPieces(shard: Shard): AsyncIterable<Uint8Array> {
  const features = {
    image: { _type: 'Image' },
    label: { names: shard.classes, _type: 'ClassLabel' },
  };
  return parquetPieces({
    schema: [
      schemaElement('image', { columns: 2 }),
      schemaElement('bytes', { physical: PHYSICAL.BYTE_ARRAY }),
      schemaElement('path', { physical: PHYSICAL.BYTE_ARRAY, isText: true }),
      schemaElement('label', { physical: PHYSICAL.INT64 }),
    ],
    columns: 2,
    rowGroups: rowGroups(shard),
    notes: { huggingface: JSON.stringify({ info: { features } }) },
  });
}

async function* rowGroups({ folders, shard, classes, signal }: Shard): AsyncGenerator<RowGroup, void> {
  const numberOf = new Map(classes.map((name, index) => [name, BigInt(index)]));
  let rows: { readonly bytes: Buffer; readonly path: string; readonly label: bigint }[] = [];
  let held = 0;
  const group = (): RowGroup => ({
    rows: rows.length,
    columns: [
      chunk(
        ['image', 'bytes'],
        'BYTE_ARRAY',
        rows.map(({ bytes }) => bytes),
      ),
      chunk(
        ['image', 'path'],
        'BYTE_ARRAY',
        rows.map((row) => Buffer.from(row.path)),
      ),
      chunk(
        ['label'],
        'INT64',
        rows.map(({ label }) => label),
      ),
    ],
  });
  for (const image of shard) {
    signal.throwIfAborted();
    const bytes = await readPicture(folders, image);
    if (rows.length === MOST_GROUP_ROWS || (rows.length > 0 && held + bytes.length > MOST_GROUP_BYTES)) {
      yield group();
      [rows, held] = [[], 0];
    }
    rows.push({ bytes, path: image.path, label: numberOf.get(image.label)! }); // it is among them
    held += bytes.length;
  }
  if (rows.length > 0) yield group();
}

/** Each column in the path may have no value, as `datasets` has it. */
const chunk = (at: readonly string[], physical: Physical, values: readonly ColumnValue[]) =>
  encodeColumnChunk({ path: at, physical, optional: at.length, codec: 'UNCOMPRESSED' }, values);
