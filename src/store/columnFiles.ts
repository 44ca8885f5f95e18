import { createReadStream } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { AppError } from '../core/appError';
import type { RESULT_COLUMNS } from '../core/names';
import { isImagePath } from '../core/dataset/imagePath';
import { CONTENT_HASH_WORDS } from '../core/dataset/contentHash';
import { decodeNpy, decodeNpyLabels, encodeNpy } from '../core/npy';
import {
  findColumnProblem,
  type OffTopicColumns,
  type RequiredColumn,
  type ResultColumns,
  type RunResults,
} from '../core/run/resultColumns';
import type { RunSummary } from '../core/run/run';
import { imageIndex, type ImageIndex } from '../core/spaces';
import { systemErrorCode } from '../core/systemErrorCode';
import { writeFileAtomic } from '../files/atomicWrite';
import { damaged } from '../files/csvFile';
import { inTurns } from '../files/inTurns';
import { readPlaces, writePlaces } from './placeColumn';
import { runsFolder, type StoreLocation } from './location';
import { message } from '../core/words/message';

/** Reads the results of one run. Nothing is read before it is asked for, nor kept. */
export interface ResultsReader {
  /** All columns but the paths. @throws AppError `run-damaged`. */
  columns(): Promise<ResultColumns>;
  /** Calls `visit` for every image, in order. @throws AppError `run-damaged`. */
  eachPath(visit: (path: string, image: ImageIndex) => void): Promise<void>;
  /** Where each image is; undefined where all are whole files. @throws AppError `run-damaged`. */
  places(): Promise<RunResults['places']>;
  /** Of each image, the fold whose model has not seen it; undefined where nothing was trained. @throws AppError `run-damaged`. */
  folds(): Promise<Int32Array | undefined>;
}

/** A file each, in `columns/`; most have a name of the table that `scan --out` writes. */
const FILE_NAMES = {
  paths: 'path.jsonl',
  givenLabels: 'given_label.npy',
  isLabelIssue: 'is_label_issue.npy',
  labelQuality: 'label_quality.npy',
  predictedLabels: 'predicted_label.npy',
  predictedProbability: 'predicted_probability.npy',
  ranks: 'rank.npy',
  folds: 'fold.npy',
  offTopicScores: 'off_topic.npy',
  offTopicFlags: 'is_off_topic.npy',
  contentHashes: 'content_hash.npy',
  places: 'place.jsonl',
} as const satisfies Readonly<
  Record<RequiredColumn, `${(typeof RESULT_COLUMNS)[number]}.npy`> &
    Record<'paths' | 'folds' | 'offTopicScores' | 'offTopicFlags' | 'contentHashes' | 'places', string>
>;

const columnFile = (location: StoreLocation, runId: string, column: keyof typeof FILE_NAMES) =>
  path.join(runsFolder(location), runId, 'columns', FILE_NAMES[column]);

/** Writes the results of a run that is not yet finished. @throws AppError `store-unwritable`. */
export async function writeResults(
  location: StoreLocation,
  runId: string,
  {
    paths,
    givenLabels,
    isLabelIssue,
    labelQuality,
    predictedLabels,
    predictedProbability,
    ranks,
    offTopic,
    contentHashes,
    places,
  }: RunResults,
): Promise<void> {
  await writeFileAtomic(columnFile(location, runId, 'paths'), pathLines(paths));
  const numbers = { givenLabels, isLabelIssue, labelQuality, predictedLabels, predictedProbability, ranks };
  for (const [column, values] of Object.entries(numbers) as [
    RequiredColumn,
    (typeof numbers)[RequiredColumn],
  ][])
    // its keys
    await writeColumn(columnFile(location, runId, column), values);
  if (contentHashes !== undefined)
    await writeColumn(columnFile(location, runId, 'contentHashes'), Int32Array.from(contentHashes));
  if (places !== undefined) await writePlaces(columnFile(location, runId, 'places'), places);
  if (offTopic === undefined) return;
  await writeColumn(columnFile(location, runId, 'offTopicScores'), offTopic.scores);
  await writeColumn(columnFile(location, runId, 'offTopicFlags'), offTopic.flags);
}

/** Writes the folds of a run that is not yet finished. @throws AppError `store-unwritable`. */
export const writeFolds = (location: StoreLocation, runId: string, folds: Int32Array): Promise<void> =>
  writeColumn(columnFile(location, runId, 'folds'), folds);

const writeColumn = (file: string, values: Float64Array | Int32Array | Uint8Array) =>
  writeFileAtomic(file, [encodeNpy(values, [values.length])]);

const LINES_PER_CHUNK = 10_000;

/** A path a line, each a JSON string: it may hold any character, a line break too. */
function* pathLines(paths: readonly string[]): Generator<string> {
  for (let start = 0; start < paths.length; start += LINES_PER_CHUNK)
    yield paths
      .slice(start, start + LINES_PER_CHUNK)
      .map((image) => `${JSON.stringify(image)}\n`)
      .join('');
}

/** Reads results that are kept as columns. Files of columns that this version does not know are left alone. */
export function openColumnFiles(location: StoreLocation, summary: RunSummary): ResultsReader {
  const { id, images, classes } = summary;
  const fileOf = (column: keyof typeof FILE_NAMES) => columnFile(location, id, column);
  return {
    async columns() {
      const required = async <T>(column: RequiredColumn, decode: (bytes: Uint8Array, file: string) => T) =>
        (await readNpy(fileOf(column), decode)) ?? missing(fileOf(column));
      const offTopic = await readOffTopic(fileOf, summary);
      const contentHashes = await readContentHashes(fileOf('contentHashes'), images);
      const columns = {
        classes,
        givenLabels: await required('givenLabels', decodeNpyLabels),
        isLabelIssue: Uint8Array.from(await required('isLabelIssue', decodeNpyLabels)),
        labelQuality: await required('labelQuality', decodeDoubles),
        predictedLabels: await required('predictedLabels', decodeNpyLabels),
        predictedProbability: await required('predictedProbability', decodeDoubles),
        ranks: await required('ranks', decodeNpyLabels),
        ...(offTopic && { offTopic }),
        ...(contentHashes && { contentHashes }),
      };
      const problem = findColumnProblem(columns, summary);
      if (problem !== undefined) throw damaged(fileOf(problem.column), problem.why);
      return columns;
    },
    places: async () => (summary.hasPlaces === true ? readPlaces(fileOf('places'), images) : undefined),
    eachPath: (visit) => readPaths(fileOf('paths'), images, visit),
    async folds() {
      const folds = await readNpy(fileOf('folds'), decodeNpyLabels);
      return folds && checkFolds(fileOf('folds'), folds, summary);
    },
  };
}

/** Undefined in runs that had no embeddings, and in those of older versions. */
async function readOffTopic(
  fileOf: (column: keyof typeof FILE_NAMES) => string,
  { images, offTopic: suspects }: RunSummary,
): Promise<OffTopicColumns | undefined> {
  const scores = await readNpy(fileOf('offTopicScores'), decodeDoubles);
  const flags = await readNpy(fileOf('offTopicFlags'), decodeNpyLabels);
  if (suspects !== undefined && scores === undefined) missing(fileOf('offTopicScores'));
  if (suspects !== undefined && flags === undefined) missing(fileOf('offTopicFlags'));
  if (scores === undefined || flags === undefined) return undefined;
  checkShares('offTopicScores', scores);
  checkShares('offTopicFlags', flags);
  const found = flags.reduce((count, flag) => count + flag, 0);
  if (suspects !== undefined && found !== suspects)
    throw damaged(fileOf('offTopicFlags'), message('file-suspect-count', { found, suspects }));
  return { scores, flags: Uint8Array.from(flags) };

  function checkShares(column: 'offTopicScores' | 'offTopicFlags', values: Float64Array | Int32Array): void {
    if (values.length !== images)
      throw damaged(fileOf(column), message('file-image-count', { found: values.length, images }));
    const image = values.findIndex((value) => !(value >= 0 && value <= 1));
    if (image >= 0)
      throw damaged(fileOf(column), message('column-value', { row: `${image}`, value: `${values[image]!}` }));
  }
}

/** Undefined in runs of older versions. */
async function readContentHashes(file: string, images: number): Promise<Uint32Array | undefined> {
  const words = await readNpy(file, decodeNpyLabels);
  if (words === undefined) return undefined;
  const found = words.length / CONTENT_HASH_WORDS;
  if (found !== images) throw damaged(file, message('file-image-count', { found, images }));
  return Uint32Array.from(words);
}

/** @throws AppError `run-damaged` where `folds` do not name one for each image. */
export function checkFolds(file: string, folds: Int32Array, { images, plan }: RunSummary): Int32Array {
  const count = plan?.folds ?? 0;
  if (folds.length === images && folds.every((fold) => fold >= 0 && fold < count)) return folds;
  throw damaged(file, message('file-folds', { folds: count, images }));
}

function missing(file: string): never {
  throw damaged(file, message('file-missing'));
}

const decodeDoubles = (bytes: Uint8Array, file: string) => Float64Array.from(decodeNpy(bytes, file).data);

/** The numbers in a file of a run; undefined when there is no such file. @throws AppError `run-damaged`. */
export async function readNpy<T>(
  file: string,
  decode: (bytes: Uint8Array, file: string) => T,
): Promise<T | undefined> {
  try {
    return decode(await readFile(file), file);
  } catch (cause) {
    const code = systemErrorCode(cause);
    if (code === 'ENOENT') return undefined;
    if (code === undefined && !(cause instanceof AppError)) throw cause;
    throw damaged(file, code ?? message('file-no-npy'), cause);
  }
}

/** So much is read at a time. */
const CHUNK_BYTES = 1 << 17;

async function readPaths(
  file: string,
  images: number,
  visit: (path: string, image: ImageIndex) => void,
): Promise<void> {
  let [count, last, rest] = [0, '', ''];
  try {
    const stream = createReadStream(file, { encoding: 'utf8', highWaterMark: CHUNK_BYTES });
    for await (const chunk of stream as AsyncIterable<string>) {
      // Strings, for the stream has an encoding.
      const text = rest + chunk;
      const end = text.lastIndexOf('\n') + 1;
      rest = text.slice(end);
      await inTurns(visitAll(parseLines(text.slice(0, end))));
    }
  } catch (cause) {
    if (cause instanceof AppError) throw cause;
    const code = cause instanceof SyntaxError ? message('file-no-json-lines') : systemErrorCode(cause);
    if (code === undefined) throw cause;
    throw damaged(file, code, cause);
  }
  if (rest !== '' || count !== images)
    throw damaged(file, message('file-image-count', { found: count, images }));

  function* visitAll(lines: readonly unknown[]): Generator<void, void> {
    for (const line of lines) {
      // In order and each once: otherwise the columns would be about other images.
      if (typeof line !== 'string' || line <= last || !isImagePath(line))
        throw damaged(file, message('file-no-path', { line: `${count + 1}` }));
      visit(line, imageIndex(count++));
      last = line;
      yield;
    }
  }
}

/** Many lines at once, which is several times faster than one by one. */
function parseLines(text: string): readonly unknown[] {
  const array: unknown = JSON.parse(`[${text.slice(0, -1).replaceAll('\n', ',')}]`);
  return Array.isArray(array) ? array : [];
}
