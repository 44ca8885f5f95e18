import { compareCodeUnits } from '../../core/compareCodeUnits';

/** What a path fits by its end: one image, or more than one, of which two are named. */
export type EndMatch = { readonly image: string } | { readonly several: readonly [string, string] };

/** An image among those of one name. */
interface Namesake {
  readonly image: string;
  /** Its folders from the innermost outwards, each with a `/` behind it: images that end alike stand together when sorted. */
  readonly folders: string;
}

/**
 * Looks up paths of another machine or of another folder by their end: `C:\data\ant\1.png` and `1.png` both fit `ant/1.png`, `bee/1.png`
 * does not. Letter case and Unicode composition do not count, nor does a missing extension. `images` are relative and
 * `/`-separated.
 */
export function createEndLookup(images: readonly string[]): (written: string) => EndMatch | undefined {
  // Built when first needed, as it takes memory for every image.
  let byName: Map<string, string[]> | undefined;
  // A name may be that of every image, such as of the frames of videos: sorted once, and searched by halves.
  const sorted = new Map<string, readonly Namesake[]>();
  return (written) => {
    byName ??= indexByName(images);
    const parts = fold(pathOf(written))
      .split('/')
      .filter((part) => part !== '' && part !== '.');
    const name = parts.pop() ?? '';
    const sameName = byName.get(name);
    if (sameName === undefined) return undefined;
    const namesakes = sorted.get(name) ?? sortNamesakes(sameName);
    if (sameName.length > 1) sorted.set(name, namesakes);
    return longestMatch(namesakes, parts.reverse());
  };
}

/** The more of a path fits, the surer: `ant/1.png` is meant rather than a `1.png` beside the folders. */
function longestMatch(namesakes: readonly Namesake[], folders: readonly string[]): EndMatch | undefined {
  const all = keyOf(folders);
  const whole = firstTwo(namesakes, all, (namesake) => namesake.folders.startsWith(all));
  if (whole !== undefined) return whole;
  for (let count = folders.length - 1; count >= 0; count--) {
    const key = keyOf(folders.slice(0, count));
    const match = firstTwo(namesakes, key, (namesake) => namesake.folders === key);
    if (match !== undefined) return match;
  }
  return undefined;
}

/** The first that fits and whether there is another: those that fit stand together from `key` on. */
function firstTwo(
  namesakes: readonly Namesake[],
  key: string,
  fits: (namesake: Namesake) => boolean,
): EndMatch | undefined {
  let [low, high] = [0, namesakes.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (namesakes[middle]!.folders < key) low = middle + 1;
    else high = middle;
  }
  const [first, second] = namesakes.slice(low, low + 2).filter(fits);
  if (first === undefined) return undefined;
  return second === undefined ? { image: first.image } : { several: [first.image, second.image] };
}

function sortNamesakes(images: readonly string[]): readonly Namesake[] {
  return images
    .map((image) => ({ image, folders: keyOf(fold(image).split('/').slice(0, -1).reverse()) }))
    .sort((a, b) => compareCodeUnits(a.folders, b.folders));
}

const keyOf = (folders: readonly string[]): string => folders.map((folder) => `${folder}/`).join('');

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

const fold = (path: string): string => path.normalize('NFC').toLowerCase();
const stemOf = (name: string): string =>
  name.lastIndexOf('.') > 0 ? name.slice(0, name.lastIndexOf('.')) : name;
