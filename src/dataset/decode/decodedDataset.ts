import { createHash } from 'node:crypto';
import { CONTENT_HASH_WORDS } from '../../core/dataset/contentHash';
import type { DatasetIndex, PixelSource, PixelStore, UnreadableImage } from '../../core/dataset/dataset';
import type { OutputForm } from './decodeOutput';
import type { DecodedFacts } from './decodedFacts';
import { median } from './probeImages';
import { keepSentence, type KeptSentence, type Message } from '../../core/words/message';

/** One output of the readable images of a dataset. Row `i` of `pixels` is of image `readable[i]` of the index. */
export interface DecodedDataset {
  /** In shared memory or in a file, so that other threads read it without a copy. An embedding is an image of height 1. */
  readonly pixels: PixelSource;
  /** Ascending. */
  readonly readable: Int32Array;
  readonly unreadable: readonly UnreadableImage[];
  /** Width and height of the originals in pixels, upright: two values an image of `readable`. */
  readonly sizes: Int32Array;
  /** Of their files: `CONTENT_HASH_WORDS` an image of `readable`. */
  readonly contentHashes: Uint32Array;
  /** Changes with the content of the files of the readable images, and with how they are decoded. */
  readonly fingerprint: string;
  /** Of the originals, in pixels, upright; 0 when none was readable. */
  readonly medianWidth: number;
  readonly medianHeight: number;
}

/** `store` holds the rows of the images that have a place in `facts`, in the order of the index. */
export function describeDecoded(
  decoded: Pick<OutputForm, 'shape' | 'key'> & {
    readonly index: DatasetIndex;
    readonly facts: Pick<DecodedFacts, 'places' | 'widths' | 'heights' | 'contentHashes'>;
    /** By image that cannot be read. */
    readonly reasons: ReadonlyMap<number, Message | KeptSentence>;
    readonly store: PixelStore;
  },
): DecodedDataset {
  const { shape, key, facts, store } = decoded;
  const { paths, labels, classes } = decoded.index;
  const isReadable = (image: number) => facts.places[image]! >= 0;
  const images = Int32Array.from(paths.keys());
  const readable = images.filter(isReadable);
  const widths = readable.map((image) => facts.widths[image]!);
  const heights = readable.map((image) => facts.heights[image]!);
  const hash = createHash('sha256').update(key);
  const contentHashes = Uint32Array.from(
    { length: readable.length * CONTENT_HASH_WORDS },
    (_, i) =>
      facts.contentHashes[
        readable[Math.floor(i / CONTENT_HASH_WORDS)]! * CONTENT_HASH_WORDS + (i % CONTENT_HASH_WORDS)
      ]!,
  );
  for (const image of readable) hash.update(`\n${paths[image]!}\0`);
  hash.update(contentHashes);
  return {
    pixels: { store, count: readable.length, ...shape },
    readable,
    unreadable: Array.from(
      images.filter((image) => !isReadable(image)),
      (image) => ({
        path: paths[image]!,
        givenLabel: classes[labels[image]!]!,
        reason: keptReason(decoded.reasons.get(image) ?? ''),
      }),
    ),
    sizes: Int32Array.from(
      { length: 2 * readable.length },
      (_, i) => (i % 2 === 0 ? widths : heights)[i >> 1]!,
    ),
    contentHashes,
    fingerprint: hash.digest('hex'),
    medianWidth: median(widths),
    medianHeight: median(heights),
  };
}

/** As it was kept, or to be kept. */
const keptReason = (reason: Message | KeptSentence): KeptSentence =>
  typeof reason === 'string' || 'text' in reason ? reason : keepSentence(reason);
