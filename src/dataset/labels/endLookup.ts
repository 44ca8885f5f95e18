/** What a path fits by its end: one image, or more than one. */
export type EndMatch = { readonly image: string } | { readonly several: readonly string[] };

/**
 * Looks up paths of another machine or of another folder by their end: `C:\data\ant\1.png` and `1.png` both fit `ant/1.png`, `bee/1.png`
 * does not. Letter case and Unicode composition do not count, nor does a missing extension. `images` are relative and
 * `/`-separated.
 */
export function createEndLookup(images: readonly string[]): (written: string) => EndMatch | undefined {
  // Built when first needed, as it takes memory for every image.
  let byName: Map<string, string[]> | undefined;
  return (written) => {
    byName ??= indexByName(images);
    const parts = fold(pathOf(written))
      .split('/')
      .filter((part) => part !== '' && part !== '.');
    const sameName = byName.get(parts.at(-1) ?? '') ?? [];
    const fits = sameName.filter((image) => isEndOf(fold(image).split('/'), parts));
    // The more of a path fits, the surer: `ant/1.png` is meant rather than a `1.png` beside the folders.
    const overlap = (image: string) => Math.min(image.split('/').length, parts.length);
    const most = Math.max(...fits.map(overlap));
    const best = fits.filter((image) => overlap(image) === most);
    const [image, ...others] = best;
    if (image === undefined) return undefined;
    return others.length === 0 ? { image } : { several: best };
  };
}

/** With `/`, and of an address only what names the file. */
function pathOf(written: string): string {
  if (!written.includes('://')) return written.replaceAll('\\', '/');
  try {
    return decodeURIComponent(new URL(written).pathname);
  } catch {
    return written; // no address after all
  }
}

function indexByName(images: readonly string[]): Map<string, string[]> {
  const index = new Map<string, string[]>();
  const add = (key: string, image: string) => {
    const others = index.get(key);
    if (others === undefined) index.set(key, [image]);
    else others.push(image);
  };
  for (const image of images) {
    const name = fold(image.slice(image.lastIndexOf('/') + 1));
    add(name, image);
    if (stemOf(name) !== name) add(stemOf(name), image);
  }
  return index;
}

/** Whether one of the two is how the other ends; the last parts may differ in the extension. */
function isEndOf(image: readonly string[], written: readonly string[]): boolean {
  const shared = Math.min(image.length, written.length);
  for (let back = 2; back <= shared; back++) if (image.at(-back) !== written.at(-back)) return false;
  return true;
}

const fold = (path: string): string => path.normalize('NFC').toLowerCase();
const stemOf = (name: string): string =>
  name.lastIndexOf('.') > 0 ? name.slice(0, name.lastIndexOf('.')) : name;
