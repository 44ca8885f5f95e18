import { realpath, stat } from 'node:fs/promises';
import path from 'node:path';
import { systemErrorCode } from '../../core/systemErrorCode';
import { message, type Message } from '../../core/words/message';
import { insideOf } from '../../files/insideOf';
import { createEndLookup } from './endLookup';
import { createPathLookup } from './pathLookup';

/** Finds the images that are meant by paths written in a file. */
export interface ImageResolver {
  /** The image's path relative to the root; undefined for no image. */
  readonly resolve: (written: string) => Promise<string | undefined>;
  /** What was taken for what so far where a path was not simply there. */
  readonly warnings: () => readonly Message[];
}

/**
 * Resolves paths that may be relative to `root` or to the folder of the file they are written in, or absolute inside
 * `root`, with either slash; else those that fit exactly one image by their end. `images` are relative to `root`.
 */
export async function createImageResolver(options: {
  readonly root: string;
  /** In which the paths are written. */
  readonly file: string;
  readonly images: readonly string[];
}): Promise<ImageResolver> {
  const { root, file } = options;
  const folder = path.dirname(file);
  const lookup = createPathLookup(options.images);
  const realRoot = await realpath(root);

  const isThere = async (written: string): Promise<string | undefined> => {
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
  const ends = new Ends(file, createEndLookup(options.images));
  return {
    resolve: async (written) => (await isThere(written)) ?? ends.find(written),
    warnings: () => ends.warnings(),
  };
}

/** Finds images by the end of a path, and remembers what to say of it. */
class Ends {
  private readonly file: string;
  private readonly lookup: ReturnType<typeof createEndLookup>;
  private readonly found = new Map<string, string>();
  private readonly open = new Map<string, readonly string[]>();

  constructor(file: string, lookup: ReturnType<typeof createEndLookup>) {
    this.file = file;
    this.lookup = lookup;
  }

  find(written: string): string | undefined {
    const match = this.lookup(written);
    if (match === undefined) return undefined;
    if ('several' in match) this.open.set(written, match.several);
    else this.found.set(written, match.image);
    return 'image' in match ? match.image : undefined;
  }

  warnings(): readonly Message[] {
    const { file, found, open } = this;
    const [first] = found;
    const [several] = open;
    return [
      ...(first === undefined
        ? []
        : [message('paths-by-end', { file, paths: found.size, written: first[0], image: first[1] })]),
      ...(several === undefined
        ? []
        : [
            message('paths-fit-several', {
              file,
              paths: open.size,
              written: several[0],
              images: { list: several[1] },
            }),
          ]),
    ];
  }
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
