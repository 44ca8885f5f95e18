import { CONTENT_HASH_WORDS } from '../../core/dataset/contentHash';

/** What is known of decoded images: arrays by image of the index. */
export interface DecodedFacts {
  /** Position among the images of the store; −1 for an image that is not decoded. */
  readonly places: Int32Array;
  /** Bytes of the file. */
  readonly fileBytes: Float64Array;
  readonly mtimesMs: Float64Array;
  /** When anything about the file last changed, its name or times among it. */
  readonly ctimesMs: Float64Array;
  /** Pixels of the original, upright. */
  readonly widths: Int32Array;
  readonly heights: Int32Array;
  /** Of the decoded pixels. */
  readonly hashes: Uint32Array;
  /** Of the files: `CONTENT_HASH_WORDS` an image. */
  readonly contentHashes: Uint32Array;
}

/** What is known of one image: values in the order of the arrays above. */
export type ImageFactRow = readonly [
  place: number,
  fileBytes: number,
  mtimeMs: number,
  width: number,
  height: number,
  hash: number,
  ctimeMs: number,
  ...contentHash: ContentHash,
];

/** A content hash by words. */
export type ContentHash = readonly [number, number, number, number];

export const FACTS_PER_IMAGE = 7 + CONTENT_HASH_WORDS;

export function createDecodedFacts(count: number): DecodedFacts {
  return {
    places: new Int32Array(count).fill(-1),
    fileBytes: new Float64Array(count),
    mtimesMs: new Float64Array(count),
    ctimesMs: new Float64Array(count),
    widths: new Int32Array(count),
    heights: new Int32Array(count),
    hashes: new Uint32Array(count),
    contentHashes: new Uint32Array(count * CONTENT_HASH_WORDS),
  };
}

/** `row` is an `ImageFactRow`, or the same values in an array of numbers. */
export function setFacts(facts: DecodedFacts, image: number, row: ImageFactRow | Float64Array): void {
  facts.places[image] = row[0]!;
  facts.fileBytes[image] = row[1]!;
  facts.mtimesMs[image] = row[2]!;
  facts.widths[image] = row[3]!;
  facts.heights[image] = row[4]!;
  facts.hashes[image] = row[5]!;
  facts.ctimesMs[image] = row[6]!;
  for (let word = 0; word < CONTENT_HASH_WORDS; word++)
    facts.contentHashes[image * CONTENT_HASH_WORDS + word] = row[7 + word]!;
}

export function getFacts(facts: DecodedFacts, image: number): ImageFactRow {
  return [
    facts.places[image]!,
    facts.fileBytes[image]!,
    facts.mtimesMs[image]!,
    facts.widths[image]!,
    facts.heights[image]!,
    facts.hashes[image]!,
    facts.ctimesMs[image]!,
    ...contentHashOf(facts, image),
  ];
}

export function contentHashOf({ contentHashes }: DecodedFacts, image: number): ContentHash {
  const at = image * CONTENT_HASH_WORDS;
  return [contentHashes[at]!, contentHashes[at + 1]!, contentHashes[at + 2]!, contentHashes[at + 3]!];
}
