import { readFile } from 'node:fs/promises';
import path from 'node:path';
import * as v from 'valibot';
import { AppError } from '../../core/appError';
import { ONNX_FOLDER, ONNX_PACKAGES, type OnnxPackage } from '../../core/encoder/onnxPackages';
import { message } from '../../core/words/message';
import { findPackage } from '../../files/findPackage';

/** A tensor of 32-bit floats, row-major. */
export interface FloatTensor {
  readonly data: Float32Array;
  readonly dims: readonly number[];
}

/** A model, ready to compute on one thread. */
export interface OnnxSession {
  readonly packageName: OnnxPackage;
  run(input: FloatTensor): Promise<FloatTensor>;
  close(): void;
}

export interface OnnxSessionRequest {
  readonly file: string;
  /** Names of the tensors. */
  readonly input: string;
  readonly output: string;
  /** Files of weights beside it, relative to its folder. */
  readonly weightFiles: readonly string[];
  readonly packagesFolder: string | undefined;
}

interface Session {
  run(feeds: Readonly<Record<string, unknown>>, fetches: readonly string[]): Promise<Record<string, unknown>>;
  release(): Promise<void>;
}

const isFunction = (value: unknown) => typeof value === 'function';

/** The part of `onnxruntime-common` that is used; both packages have it. */
const runtimeSchema = v.object({
  InferenceSession: v.custom<{ create(model: string, options: object): Promise<Session> }>(isFunction),
  Tensor: v.custom<new (type: 'float32', data: Float32Array, dims: readonly number[]) => unknown>(isFunction),
  // The object itself, which is what the runtime reads.
  env: v.custom<{ readonly wasm: { numThreads?: number } }>(
    (value) => typeof value === 'object' && value !== null && 'wasm' in value,
  ),
});
const tensorSchema = v.object({
  type: v.literal('float32'),
  data: v.instance(Float32Array),
  dims: v.array(v.number()),
});

/** Loads a model. @throws AppError `encoder-unusable` where ONNX Runtime is not installed or cannot compute the model. */
export async function openOnnxSession(request: OnnxSessionRequest): Promise<OnnxSession> {
  const { file, input, output } = request;
  const { packageName, runtime } = await findOnnxRuntime(request);
  const refuse = (cause: unknown) => notRun({ file, packageName }, cause);
  const { InferenceSession, Tensor, env } = runtime;
  // The threads are ours: each has a session.
  env.wasm.numThreads = 1;
  let session: Session;
  try {
    session = await InferenceSession.create(file, await sessionOptions(request, packageName));
  } catch (cause) {
    throw refuse(cause);
  }
  return {
    packageName,
    async run({ data, dims }) {
      try {
        const results = await session.run({ [input]: new Tensor('float32', data, dims) }, [output]);
        return v.parse(tensorSchema, results[output]);
      } catch (cause) {
        throw refuse(cause);
      }
    },
    close: () => {
      session.release().catch(() => undefined); // its memory goes with the thread
    },
  };
}

/** The first package that is there and loads: a native one is there without its binary on systems it has none for. */
async function findOnnxRuntime({ file, packagesFolder }: OnnxSessionRequest) {
  let failure: AppError | undefined;
  for (const packageName of ONNX_PACKAGES) {
    const found = await findPackage({ name: packageName, subfolder: ONNX_FOLDER }, packagesFolder);
    if (found === undefined) continue;
    try {
      return { packageName, runtime: v.parse(runtimeSchema, found.load()) };
    } catch (cause) {
      failure ??= notRun({ file, packageName }, cause);
    }
  }
  throw failure ?? new AppError('encoder-unusable', message('onnx-no-runtime', { file }));
}

function notRun({ file, packageName }: { file: string; packageName: OnnxPackage }, cause: unknown): AppError {
  const why = reasonOf(cause);
  return new AppError('encoder-unusable', message('onnx-not-run', { file, packageName, why }), { cause });
}

async function sessionOptions({ file, weightFiles }: OnnxSessionRequest, packageName: OnnxPackage) {
  const oneThread = { intraOpNumThreads: 1, interOpNumThreads: 1, logSeverityLevel: ERRORS_ONLY };
  if (packageName === 'onnxruntime-node') return { ...oneThread, executionProviders: ['cpu'] };
  // WebAssembly finds no files by itself.
  const externalData = await Promise.all(
    weightFiles.map(async (each) => ({
      path: each,
      data: await readFile(path.resolve(path.dirname(file), each)),
    })),
  );
  return { ...oneThread, executionProviders: ['wasm'], externalData };
}

/** Its warnings, one for each weight that nothing uses, would fill the log. */
const ERRORS_ONLY = 3;

/** The first line of what the runtime says, without its final stop. */
function reasonOf(cause: unknown): string {
  const text = cause instanceof Error ? cause.message : String(cause);
  return text.split('\n', 1)[0]!.trim().replace(/\.$/, '');
}
