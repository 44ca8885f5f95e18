import { isDeepStrictEqual } from 'node:util';
import { AppError } from '../core/appError';
import { bytesPerImage } from '../core/dataset/pixels/bytesPerImage';
import { CONTENT_HASH_WORDS, contentHashAt } from '../core/dataset/contentHash';
import type { DatasetIndex, PixelSource, UnreadableImage } from '../core/dataset/dataset';
import type { DecidedImage } from '../core/review/decidedImage';
import { placeDecisions, type Placement } from '../core/review/placement';
import { reviewedLabels } from '../core/review/reviewedLabels';
import type { Progress } from '../core/run/progress';
import type { ScanOptions } from '../core/run/scanOptions';
import { mapSteps } from '../core/steps';
import { createTimeLeft } from '../core/timeLeft';
import type { decodeAll } from '../dataset/decode/decodeAll';
import type { DecodeAllOptions } from '../dataset/decode/decodeJob';
import type { DecodedDataset } from '../dataset/decode/decodedDataset';
import type { DecodeOutput, PixelOutput } from '../dataset/decode/decodeOutput';
import { cacheFolder } from '../store/location';
import type { ImageInput, ImagesToJudge, PreparedJudge, RowsInput } from './judge';
import type { Dataset } from './prepare';
import { usualForm } from './usualForm';
import { describeUnknownClasses } from '../core/words/describeDecisions';
import { thingOf } from '../core/run/resultRows';
import { aboutThing, keepSentence, message, wordKept, type Message } from '../core/words/message';

/** The images of one run, decoded as its judge has asked. */
export interface DecodedImages extends ImagesToJudge {
  /** Class indices: the labels as they are in the dataset, parallel to `paths`. */
  readonly givenLabels: Int32Array;
  /** How many a reviewer has decided about. */
  readonly decided: number;
  /** Which decisions are about the images of the dataset. */
  readonly placement: Placement;
  /** All images that can be read: for the checks, and to be shown. */
  readonly readable: DecodedDataset;
  /** Of each image to judge, its place in `readable`; negative: it cannot be read. */
  readonly places: Int32Array;
  /** Of each readable image, its place among those to judge; negative: it is not judged. */
  readonly positions: Int32Array;
  /** Images that are not judged, and why. */
  readonly unjudged: readonly UnreadableImage[];
  readonly warnings: readonly (Message | string)[];
}

interface DecodeOptions {
  readonly options: ScanOptions;
  /** Makes the rows of the images, or knows where they are. */
  readonly decode: Decode;
  readonly decodeWorkerFile: string;
  readonly cores: number;
  readonly now: () => Date;
  readonly signal: AbortSignal;
}

export type Decode = (options: DecodeAllOptions) => ReturnType<typeof decodeAll>;

/** The forms in which images are decoded for a judge. */
export interface DecodedForms {
  /** Each once. */
  readonly forms: readonly DecodeOutput[];
  /** The one for the checks, and to be shown. */
  readonly shown: PixelOutput;
}

/** Where the judge looks at no pixels, images are decoded as for the network as well. */
export async function formsFor(
  dataset: Dataset,
  { inputs, shown: known }: PreparedJudge,
  options: ScanOptions,
): Promise<DecodedForms> {
  const shown = inputs.find(isPixels) ?? known ?? (await usualForm(dataset, options));
  return { forms: distinct([...inputs.filter(isDecoded), shown]), shown };
}

/**
 * Decodes the images in all forms that the judge needs, in one pass, and picks those that it can judge. Where it looks at no
 * pixels, they are decoded as for the network as well: copies and faults are looked for in any case, and either finds the
 * other's images in the cache.
 * @throws AppError `no-images` where the judge looks at images and none can be read, else as `decodeAll`.
 */
export async function* decodeForJudge(
  dataset: Dataset,
  judge: PreparedJudge,
  options: DecodeOptions,
): AsyncGenerator<Progress, DecodedImages> {
  const { index, history } = dataset;
  const { inputs: wanted, classes, choice } = judge;
  const { forms, shown } = await formsFor(dataset, judge, options.options);
  const decoded = yield* decodeForms(dataset, forms, options);
  const inputs = wanted.map((form) =>
    isDecoded(form) ? decoded[placeAmong(forms, form)]! : rowsAsDecoded(form),
  );
  const readable = decoded[placeAmong(forms, shown)]!;
  const images = imagesToJudge(index, { inputs: inputs.length > 0 ? [...inputs, readable] : [], choice });
  if (wanted.length > 0 && images.length === 0) throw noneReadable(index, readable.unreadable);
  const paths = Array.from(images, (image) => index.paths[image]!);
  const givenLabels = labelsAmong(classes, index, images);
  const places = placesIn(readable.readable, images, index.paths.length);
  const placement = placeDecisions(history.log, imagesOf(index, readable));
  const { unknownClasses, ...reviewed } = reviewedLabels(
    { paths, labels: givenLabels, classes },
    (path) => placement.decisions.get(path) ?? null,
  );
  const { unjudged, warnings } = explainUnjudged(index, {
    images,
    unreadable: readable.unreadable,
    choice,
  });
  return {
    paths,
    classes,
    givenLabels,
    ...reviewed,
    placement,
    contentHashes: hashesAt(places, readable.contentHashes),
    inputs: inputs.map((input) => pickRows(input, images)),
    fingerprint: inputs.map(({ fingerprint }) => fingerprint).join(' '),
    readable,
    places,
    positions: placesIn(images, readable.readable, index.paths.length),
    unjudged,
    warnings: [...warnings, ...describeUnknownClasses(unknownClasses)],
  };
}

/** All images of the dataset, as decisions can be about them. */
function* imagesOf(
  { paths, labels, classes }: DatasetIndex,
  readable: DecodedDataset,
): Generator<DecidedImage> {
  let next = 0; // ascending
  for (const [image, path] of paths.entries()) {
    const isRead = readable.readable[next] === image;
    const contentHash = isRead ? contentHashAt(readable.contentHashes, next++) : undefined;
    yield { path, givenLabel: classes[labels[image]!]!, contentHash };
  }
}

/** The content hashes at these places; zeros for a negative one. */
function hashesAt(places: Int32Array, contentHashes: Uint32Array): Uint32Array {
  const size = CONTENT_HASH_WORDS;
  const hashes = new Uint32Array(places.length * size);
  places.forEach((place, i) => {
    if (place >= 0) hashes.set(contentHashes.subarray(place * size, (place + 1) * size), i * size);
  });
  return hashes;
}

const isPixels = (form: ImageInput): form is PixelOutput => form.kind === 'pixels';
const isDecoded = (form: ImageInput): form is DecodeOutput => form.kind !== 'rows';

/** What is used of decoded images, whoever has made the rows. */
type InputRows = Pick<DecodedDataset, 'pixels' | 'readable' | 'fingerprint'>;

const rowsAsDecoded = ({ rows, images, fingerprint }: RowsInput): InputRows => ({
  pixels: rows,
  readable: images,
  fingerprint,
});

/** Without those that are the same as one before. */
const distinct = (forms: readonly DecodeOutput[]): readonly DecodeOutput[] =>
  forms.filter((form, place) => placeAmong(forms, form) === place);

const placeAmong = (forms: readonly DecodeOutput[], form: DecodeOutput): number =>
  forms.findIndex((other) => isDeepStrictEqual(other, form));

function decodeForms(
  { index, location }: Dataset,
  outputs: readonly DecodeOutput[],
  { decode, decodeWorkerFile: workerFile, cores, now, signal }: DecodeOptions,
): AsyncGenerator<Progress, readonly DecodedDataset[]> {
  const timeLeft = createTimeLeft();
  const decoding = decode({
    index,
    outputs,
    cacheFolder: cacheFolder(location),
    cores,
    workerFile,
    signal,
  });
  return mapSteps(decoding, (step) => ({
    ...step,
    secondsLeft: timeLeft.estimate({ ...step, elapsedMs: now().getTime() }),
  }));
}

/** Indices into the dataset, ascending: those chosen, and where the judge looks at images, those that can be read. */
function imagesToJudge(
  { paths }: DatasetIndex,
  { inputs, choice }: { readonly inputs: readonly InputRows[]; readonly choice: PreparedJudge['choice'] },
): Int32Array {
  const chosen = choice?.images ?? Int32Array.from(paths.keys());
  // Mostly the same for all inputs.
  const isThere = [...new Set(inputs.map(({ readable }) => readable))].map((images) =>
    marksOf(images, paths.length),
  );
  return chosen.filter((image) => isThere.every((marks) => marks[image] === 1));
}

/** Of each of `wanted`, its place among `images`; negative: it is not one of them. Both are indices into the dataset. */
function placesIn(images: Int32Array, wanted: Int32Array, imageCount: number): Int32Array {
  const placeOf = new Int32Array(imageCount).fill(-1);
  images.forEach((image, place) => (placeOf[image] = place));
  return wanted.map((image) => placeOf[image]!);
}

/** The labels of some images, as indices of classes in another order. */
function labelsAmong(classes: readonly string[], index: DatasetIndex, images: Int32Array): Int32Array {
  const indexOf = new Map(classes.map((name, classIndex) => [name, classIndex]));
  const classOf = index.classes.map((name) => indexOf.get(name)!); // a judge knows all classes of the dataset
  return images.map((image) => classOf[index.labels[image]!]!);
}

/** The rows of some of the images; mostly they are all. */
function pickRows({ pixels, readable }: InputRows, images: Int32Array): PixelSource {
  if (images.length === readable.length) return pixels;
  const { store } = pixels;
  const places = placesIn(readable, images, (readable.at(-1) ?? -1) + 1);
  const count = images.length;
  if (store.kind !== 'memory') {
    const pick = (values: Int32Array) => places.map((place) => values[place]!);
    const picked = { ...store, places: pick(store.places) };
    return {
      ...pixels,
      count,
      store: picked.kind === 'file' ? picked : { ...picked, fileOf: pick(picked.fileOf) },
    };
  }
  const size = bytesPerImage(pixels);
  const data = new Uint8Array(new SharedArrayBuffer(count * size));
  places.forEach((place, at) => data.set(store.data.subarray(place * size, (place + 1) * size), at * size));
  return { ...pixels, count, store: { kind: 'memory', data } };
}

/** With the reason of the first: mostly it is that of all. */
function noneReadable({ paths, root, places }: DatasetIndex, [first]: readonly UnreadableImage[]): AppError {
  const count = paths.length;
  const sentence =
    first === undefined
      ? message('no-image-readable', { count, root })
      : message('no-image-readable-why', { count, root, image: first.path, reason: wordKept(first.reason) });
  return new AppError('no-images', aboutThing(sentence, thingOf({ places })));
}

/** Unreadable images that are named. */
const NAMED = 3;

function explainUnjudged(
  { paths, classes, labels, places }: DatasetIndex,
  decoded: {
    readonly images: Int32Array;
    readonly unreadable: readonly UnreadableImage[];
    readonly choice: PreparedJudge['choice'];
  },
): Pick<DecodedImages, 'unjudged' | 'warnings'> {
  const { images, unreadable, choice } = decoded;
  const whyUnreadable = new Map(unreadable.map(({ path, reason }) => [path, reason]));
  const isJudged = marksOf(images, paths.length);
  const isChosen = choice && marksOf(choice.images, paths.length);
  const unjudged: UnreadableImage[] = [];
  const unseen: string[] = [];
  for (const [image, path] of paths.entries()) {
    const why = whyUnreadable.get(path);
    if (isJudged[image] === 1 && why !== undefined) unseen.push(path);
    if (isJudged[image] === 1) continue;
    const reason = isChosen?.[image] === 0 ? choice && keepSentence(choice.whyNotOthers) : why;
    const place = places?.[image];
    const label = { path, givenLabel: classes[labels[image]!]! };
    unjudged.push({ ...label, reason: reason ?? '', ...(place && { place }) });
  }
  return { unjudged, warnings: unseenWarning(unseen) };
}

function unseenWarning(paths: readonly string[]): readonly Message[] {
  if (paths.length === 0) return [];
  const named = { list: paths.slice(0, NAMED) };
  const more = paths.length - NAMED;
  return [
    more > 0
      ? message('images-unseen-more', { paths: named, more })
      : message('images-unseen', { count: paths.length, paths: named }),
  ];
}

/** 1 for each of the images. */
function marksOf(images: Int32Array, imageCount: number): Uint8Array {
  const marks = new Uint8Array(imageCount);
  for (const image of images) marks[image] = 1;
  return marks;
}
