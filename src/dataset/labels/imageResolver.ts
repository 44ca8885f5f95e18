import { realpath, stat } from 'node:fs/promises';
import path from 'node:path';
import { systemErrorCode } from '../../core/systemErrorCode';
import { createPathLookup } from './pathLookup';

/** Maps a path as written in a file to the image's path relative to the root; undefined for no image. */
export type ImageResolver = (written: string) => Promise<string | undefined>;

/**
 * Resolves paths that may be relative to `root` or to the folder of the file they are written in, or absolute inside
 * `root`, with either slash. `images` are relative to `root`.
 */
export async function createImageResolver(options: {
  readonly root: string;
  /** Folder of the file in which the paths are written. */
  readonly folder: string;
  readonly images: readonly string[];
}): Promise<ImageResolver> {
  const { root, folder } = options;
  const lookup = createPathLookup(options.images);
  const realRoot = await realpath(root);

  return async (written) => {
    const exact = lookup(written);
    if (exact !== undefined) return exact;
    const slashed = written.replaceAll('\\', '/');
    const candidates = path.isAbsolute(slashed)
      ? [insideOf(root, slashed), insideOf(realRoot, slashed)]
      : [insideOf(root, path.join(root, slashed)), insideOf(root, path.join(folder, slashed))];
    for (const candidate of candidates) {
      const found = candidate === undefined ? undefined : lookup(candidate);
      if (found !== undefined) return found;
    }
    // Named, so wanted, although the walk passed it over: in a hidden folder, or without an extension.
    for (const candidate of candidates)
      if (candidate !== undefined && (await isFile(path.join(root, candidate)))) return candidate;
    return undefined;
  };
}

/** `file` relative to `root` with `/`, or undefined when it lies elsewhere. */
function insideOf(root: string, file: string): string | undefined {
  const relative = path.relative(root, file);
  if (relative === '' || relative === '..' || relative.startsWith(`..${path.sep}`)) return undefined;
  if (path.isAbsolute(relative)) return undefined;
  return path.sep === '/' ? relative : relative.replaceAll(path.sep, '/');
}

async function isFile(file: string): Promise<boolean> {
  try {
    return (await stat(file)).isFile();
  } catch (cause) {
    // A null byte in a cell is an argument error, not a system error; such a file does not exist either.
    if (systemErrorCode(cause) === undefined) throw cause;
    return false;
  }
}
