import type { DatasetIndex } from '../../core/dataset/dataset';
import type { Progress } from '../../core/run/progress';
import type { Message } from '../../core/words/message';
import { createDecodedFacts, type DecodedFacts } from './decodedFacts';
import { describeOutput, type DecodeOutput, type OutputForm } from './decodeOutput';
import type { EncoderTools } from './encoderTools';

export interface DecodeAllOptions {
  readonly index: DatasetIndex;
  /** What is made of every image; no two are the same. */
  readonly outputs: readonly DecodeOutput[];
  /** Where rows are kept for the next run, and for this one where they are many. */
  readonly cacheFolder: string;
  /** Images decoded at the same time. Beyond 4 this needs `UV_THREADPOOL_SIZE` set before the process starts. */
  readonly cores: number;
  /** With more bytes, rows stay in the files of the cache and are read from there; the first outputs come first. */
  readonly mostBytesInMemory?: number;
  /** Rows stay in the files of the cache, all of them; where these cannot hold them, that is an error. */
  readonly isInFiles?: boolean;
  /** The built `decodeWorker.js`, with the files of the JPEG decoder; absent: all is decoded in this thread, by the full decoder. */
  readonly workerFile?: string | undefined;
  /** Of this thread. */
  readonly encoders?: EncoderTools;
  readonly signal: AbortSignal;
}

export type DecodeProgress = Extract<Progress, { readonly phase: 'decode' }>;

/** One pass over the images of a dataset. */
export interface DecodeJob {
  readonly options: DecodeAllOptions & { readonly encoders: EncoderTools };
  readonly outputs: readonly OutputJob[];
  /** By image that cannot be read. */
  readonly reasons: Map<number, Message>;
}

export interface OutputJob extends OutputForm {
  readonly facts: DecodedFacts;
}

export async function createJob(options: DecodeJob['options']): Promise<DecodeJob> {
  const { index, encoders } = options;
  const forms = await Promise.all(options.outputs.map((output) => describeOutput(output, encoders)));
  const outputs = forms.map((form) => ({ ...form, facts: createDecodedFacts(index.paths.length) }));
  return { options, outputs, reasons: new Map() };
}

/** `embedding`: features are computed meanwhile. */
export const progressOf = (
  { options, reasons }: DecodeJob,
  done: number,
  { embedding }: { readonly embedding: boolean } = { embedding: false },
): DecodeProgress => ({
  phase: 'decode',
  done,
  total: options.index.paths.length,
  unreadable: reasons.size,
  ...(embedding && { embedding }),
});
