import { CONTENT_HASH_WORDS } from './contentHash';

/** Images by their paths, with the content hashes of their files where these are known (`ResultColumns`). */
export interface ImageFiles {
  readonly paths: readonly string[];
  readonly contentHashes?: Uint32Array | undefined;
}

/** The index that each image had before; −1 for new ones, among them another picture at an old path. */
export function imagesBefore(now: ImageFiles, before: ImageFiles): Int32Array {
  const indexBefore = new Map(before.paths.map((path, image) => [path, image]));
  return Int32Array.from(now.paths, (path, image) => {
    const known = indexBefore.get(path);
    return known === undefined || isOther(hashAt(now, image), hashAt(before, known)) ? -1 : known;
  });
}

/** Undefined where it is not known. */
function hashAt({ contentHashes }: ImageFiles, image: number): Uint32Array | undefined {
  const hash = contentHashes?.subarray(image * CONTENT_HASH_WORDS, (image + 1) * CONTENT_HASH_WORDS);
  return hash?.some((word) => word !== 0) === true ? hash : undefined;
}

const isOther = (a: Uint32Array | undefined, b: Uint32Array | undefined) =>
  a !== undefined && b !== undefined && a.some((word, i) => word !== b[i]);
