import { compareCodeUnits } from '../../../core/compareCodeUnits';
import { isSplitName } from '../../../core/dataset/splits';
import { createEndLookup, type EndMatch } from '../../labels/endLookup';

/** A file of annotations of one image. */
export interface AnnotationOf {
  /** Relative to the dataset. */
  readonly file: string;
  /** The name or path of the image that is written in it, perhaps of another machine. */
  readonly written: string | undefined;
}

export type PictureLookup = (annotation: AnnotationOf) => EndMatch | undefined;

/** Names of folders that say what is in them, and not which images. */
const KIND_OF_FILES =
  /^(?:annot(?:ation)?s?|xmls?|jsons?|labels?|(?:jpeg)?images?|imgs?|jpe?gs?|pngs?|data|photos?|pictures?|bbox(?:es)?)$/u;
const MASKS = /^(?:segmentation(?:class|object)?\w*|masks?)$/u;

interface Place {
  readonly image: string;
  readonly name: string;
  /** Without those that only say what is in them. */
  readonly folders: readonly string[];
  readonly isMask: boolean;
}

/**
 * Finds the image of a file of annotations: the one that has its name and lies beside it, or in the same folder but for names
 * such as `Annotations` and `JPEGImages`; else the one that is written in it. An image of another split is never meant.
 */
export function createPictureLookup(images: readonly string[]): PictureLookup {
  const byStem = new Map<string, Place[]>();
  for (const image of images) {
    const place = placeOf(image);
    const stem = stemOf(place.name);
    const others = byStem.get(stem);
    if (others === undefined) byStem.set(stem, [place]);
    else others.push(place);
  }
  const byEnd = createEndLookup(images);

  return ({ file, written }) => {
    const { name, folders } = placeOf(file);
    const writtenName = written === undefined ? undefined : placeOf(written.replaceAll('\\', '/')).name;
    const own = nearest(byStem.get(stemOf(name)) ?? [], folders, writtenName);
    if (own !== undefined || written === undefined || writtenName === undefined) return own;
    const sameName = byStem.get(stemOf(writtenName)) ?? byStem.get(writtenName) ?? [];
    const other = nearest(sameName, folders, writtenName);
    return other !== undefined && 'several' in other ? (byEnd(written) ?? other) : other;
  };
}

/** The image that fits the folders of the annotation; of those that fit alike, the one with the whole name. */
function nearest(
  places: readonly Place[],
  folders: readonly string[],
  writtenName: string | undefined,
): EndMatch | undefined {
  const pictures = places.some(({ isMask }) => !isMask) ? places.filter(({ isMask }) => !isMask) : places;
  const isSame = ({ folders: others }: Place) => others.join('/') === folders.join('/');
  const same = pictures.filter(isSame);
  const fitting =
    same.length > 0 ? same : pictures.filter((place) => !areOfOtherSplits(place.folders, folders));
  const named = fitting.filter(({ name }) => name === writtenName);
  const images = (named.length > 0 ? named : fitting).map(({ image }) => image).sort(compareCodeUnits);
  const [first, second] = images;
  if (first === undefined) return undefined;
  return second === undefined ? { image: first } : { several: [first, second] };
}

function areOfOtherSplits(folders: readonly string[], others: readonly string[]): boolean {
  const splits = folders.filter(isSplitName).join('/');
  const otherSplits = others.filter(isSplitName).join('/');
  return splits !== otherSplits && splits !== '' && otherSplits !== '';
}

function placeOf(image: string): Place {
  const folders = image.normalize('NFC').toLowerCase().split('/');
  const name = folders.pop() ?? '';
  return {
    image,
    name,
    folders: folders.filter((folder) => !KIND_OF_FILES.test(folder) && !MASKS.test(folder)),
    isMask: folders.some((folder) => MASKS.test(folder)),
  };
}

const stemOf = (name: string): string => name.replace(/(?<=.)\.[^.]*$/u, '');
