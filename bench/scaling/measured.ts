/**
 * What was measured (Node 20, wasm, one thread, a machine with several times as much work as cores, so processor seconds): `bench:tasks`
 * on drawn colour photographs of 256 × 256 pixels in 10 classes, unless a comment says otherwise.
 */

/** Bytes of an image: its file, … */
export const FILE_BYTES = 25_000;
/** … its embedding by Lite0, … */
export const EMBEDDING_BYTES = 1728;
/** … and what the small files of a plan say of it. */
export const FACT_BYTES = 160;

/** Processor seconds of an image, unless said. */
export const SECONDS = {
  /** 300,000 files. */
  plan: 1.7e-5,
  shard: 0.0145,
  /** 60,000 digits, as is `merge`. */
  inputs: 7e-6,
  /** A million digits, `bench:duplicates`. */
  copies: 3.1e-4,
  /** In one step of training, and a third of it to be predicted. */
  headStep: 1e-4,
  /** To be read, … */
  closeness: 2e-5,
  /** … and to be multiplied with one candidate. */
  candidate: 8e-8,
  merge: 3.3e-5,
  /** Of a suspect, which `merge` makes. */
  thumbnail: 0.0134,
} as const;

/** Bytes in memory for each image: of `plan` by 300,000 files, of `head` as `docs/scaling.md` lists them, of the others by 60,000 digits. */
export const MEMORY = { plan: 440, inputs: 1200, copies: 600, head: 200, merge: 1800 } as const;
/** Of a process that does hardly anything. */
export const LEAST_MEMORY = 1e8;
