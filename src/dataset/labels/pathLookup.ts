/** The file meant by a path written somewhere else, or undefined. */
export type PathLookup = (written: string) => string | undefined;

/**
 * Looks up paths as people and programs write them among the files that exist: exactly, else composed or decomposed
 * Unicode (macOS), else in other letter case (Windows), else without the extension (image ids). The last two count
 * only when exactly one file fits. `paths` are relative and `/`-separated.
 */
export function createPathLookup(paths: readonly string[]): PathLookup {
  const exact = new Set(paths);
  // Built when first needed: most label files match exactly, and each of these takes memory for every image.
  const composed = lazyIndex(paths, (path) => path.normalize('NFC'));
  const folded = lazyIndex(paths, (path) => path.normalize('NFC').toLowerCase());
  const stems = lazyIndex(paths, (path) => withoutExtension(path.normalize('NFC')));
  return (written) => {
    if (exact.has(written)) return written;
    return composed(written) ?? folded(written) ?? stems(`${written}.`);
  };
}

function lazyIndex(paths: readonly string[], keyOf: (path: string) => string): PathLookup {
  /** `null` marks a key that several files share. */
  let index: Map<string, string | null> | undefined;
  return (written) => {
    if (index === undefined) {
      index = new Map();
      for (const path of paths) {
        const key = keyOf(path);
        index.set(key, index.has(key) ? null : path);
      }
    }
    return index.get(keyOf(written)) ?? undefined;
  };
}

function withoutExtension(path: string): string {
  const dot = path.lastIndexOf('.');
  return dot > path.lastIndexOf('/') ? path.slice(0, dot) : path;
}
