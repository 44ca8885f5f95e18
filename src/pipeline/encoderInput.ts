import path from 'node:path';
import { AppError } from '../core/appError';
import type { EncoderInfo } from '../core/run/opinions';
import type { RowMatch } from '../core/run/run';
import type { ScanOptions } from '../core/run/scanOptions';
import { runSteps } from '../core/steps';
import { message, type Message } from '../core/words/message';
import { checkRowOrder } from '../dataset/embeddings/checkRowOrder';
import { matchEmbeddings, type EmbeddingsRequest } from '../dataset/embeddings/matchEmbeddings';
import { BUILT_IN_ENCODERS, builtInSource, describeEncoder } from '../encoder/encoder';
import { onnxSource } from '../encoder/onnx/onnxEncoder';
import type { BuiltInEncoder } from './chooseOpinions';
import type { ImageChoice, ImageInput } from './judge';
import type { Dataset } from './prepare';
import { loadSimilaritySearch } from '../encoder/similaritySearch';

/** Whether an encoder is a file of embeddings made elsewhere. */
export const isEmbeddingsFile = (file: string): boolean => file.toLowerCase().endsWith('.npy');

/** Of such a file, as a run names it. */
export const embeddingsId = (fingerprint: string): string => `npy-${fingerprint.slice(0, 16)}`;

/** An encoder that comes with the program, or a file of the user's own: a model, or embeddings. */
export type WantedEncoder = BuiltInEncoder | EmbeddingsRequest;

/**
 * An encoder as a run names it. A run may come with a dataset of somebody else: a model is given to native code only where the
 * user names the same one. @throws AppError `encoder-unusable`.
 */
export function encoderOfRun(
  { name, size, orderFile }: EncoderInfo,
  options: Pick<ScanOptions, 'encoder'>,
): WantedEncoder {
  const builtIn = BUILT_IN_ENCODERS.find((known) => known === name);
  if (builtIn !== undefined) return { name: builtIn, size };
  if (!isEmbeddingsFile(name) && options.encoder !== name)
    throw new AppError('encoder-unusable', message('onnx-of-run', { file: name }));
  return { file: name, orderFile };
}

/** What a head looks at. */
export interface EncoderInput {
  readonly input: ImageInput;
  readonly encoder: EncoderInfo;
  /** Absent: there is an embedding of every image. */
  readonly choice?: ImageChoice | undefined;
  /** How rows were matched to images, where they were made elsewhere. */
  readonly matchedBy?: RowMatch | undefined;
  /** What the user has to know of the encoder. */
  readonly warnings: readonly Message[];
}

export interface EncoderPlaces {
  readonly programFolder: string;
  readonly packagesFolder: string | undefined;
  readonly signal: AbortSignal;
}

/** @throws AppError `encoder-unusable`, and `bad-predictions` for embeddings that do not fit the dataset. */
export async function findEncoder(
  wanted: WantedEncoder,
  dataset: Dataset,
  places: EncoderPlaces,
): Promise<EncoderInput> {
  const { programFolder, packagesFolder } = places;
  if (!('file' in wanted)) {
    const source = builtInSource(wanted.name, wanted.size, programFolder);
    const input = { kind: 'embedding' as const, encoder: source };
    return { input, encoder: await describeEncoder(source), warnings: [] };
  }
  if (isEmbeddingsFile(wanted.file)) return readEmbeddings(wanted, dataset, places);
  const { source, warning } = await onnxSource(wanted.file, packagesFolder);
  return {
    input: { kind: 'embedding', encoder: source },
    encoder: await describeEncoder(source),
    warnings: warning === undefined ? [] : [warning],
  };
}

async function readEmbeddings(
  request: EmbeddingsRequest,
  { index }: Dataset,
  { programFolder, signal }: EncoderPlaces,
): Promise<EncoderInput> {
  const { file, orderFile } = request;
  const matched = await runSteps(matchEmbeddings(index, request, signal));
  const { images, rows, fingerprint, matchedBy, unmatchedRows } = matched;
  const search = await loadSimilaritySearch(programFolder, signal);
  const orderWarnings = await checkRowOrder(index, { file, ...matched }, search);
  const id = embeddingsId(fingerprint);
  const without = index.paths.length - images.length;
  return {
    input: { kind: 'rows', rows, images, fingerprint },
    encoder: { id, name: file, title: path.basename(file), size: 0, width: rows.width, orderFile },
    choice: { images, whyNotOthers: message('image-no-row', { file }) },
    matchedBy,
    warnings: [
      ...(without > 0 ? [message('images-without-row', { images: without, file })] : []),
      ...(unmatchedRows > 0 ? [message('rows-without-image', { rows: unmatchedRows, file })] : []),
      ...orderWarnings,
    ],
  };
}
