/** What is known of decoded images: arrays by image of the index. */
export interface DecodedFacts {
  /** Position among the images of the store; −1 for an image that is not decoded. */
  readonly places: Int32Array;
  /** Bytes of the file. */
  readonly fileBytes: Float64Array;
  readonly mtimesMs: Float64Array;
  /** Pixels of the original, upright. */
  readonly widths: Int32Array;
  readonly heights: Int32Array;
  /** Of the decoded pixels. */
  readonly hashes: Uint32Array;
}

/** What is known of one image: values in the order of the arrays above. */
export type ImageFactRow = readonly [
  place: number,
  fileBytes: number,
  mtimeMs: number,
  width: number,
  height: number,
  hash: number,
];

export const FACTS_PER_IMAGE = 6;

export function createDecodedFacts(count: number): DecodedFacts {
  return {
    places: new Int32Array(count).fill(-1),
    fileBytes: new Float64Array(count),
    mtimesMs: new Float64Array(count),
    widths: new Int32Array(count),
    heights: new Int32Array(count),
    hashes: new Uint32Array(count),
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
}

export function getFacts(facts: DecodedFacts, image: number): ImageFactRow {
  return [
    facts.places[image]!,
    facts.fileBytes[image]!,
    facts.mtimesMs[image]!,
    facts.widths[image]!,
    facts.heights[image]!,
    facts.hashes[image]!,
  ];
}
