import { AppError } from '../../core/appError';
import type { OnnxModel, OnnxTensor } from '../../core/encoder/onnxModel';
import { systemErrorCode } from '../../core/systemErrorCode';
import { message } from '../../core/words/message';
import { openInput } from '../openInput';
import { NotProtobuf, ProtobufFile, type ByteRange } from './protobufFields';

/** Field numbers of `onnx.proto3`, ONNX 1.19. */
const MODEL = { irVersion: 1, graph: 7, metadata: 14 };
const GRAPH = { initializer: 5, input: 11, output: 12 };
const TENSOR = { name: 8, externalData: 13 };
const VALUE = { name: 1, type: 2 };
const TENSOR_TYPE = { elementType: 1, shape: 2 };
/** Of `StringStringEntryProto`. */
const ENTRY = { key: 1, value: 2 };
/** The only field of interest of a message that wraps another: `TypeProto.tensor_type`, a shape's `dim`, `dim_value`. */
const INNER = 1;

/**
 * What an ONNX file says of its inputs and outputs; the weights are passed over.
 * @throws AppError `encoder-unusable` where it cannot be read or is no ONNX file.
 */
export async function readOnnxModel(file: string): Promise<OnnxModel> {
  try {
    const handle = await openInput(file);
    try {
      const stat = await handle.stat();
      if (!stat.isFile()) throw new NotProtobuf();
      return await readModel(new ProtobufFile(handle), { start: 0, end: stat.size });
    } finally {
      await handle.close();
    }
  } catch (cause) {
    const code = systemErrorCode(cause);
    if (code !== undefined)
      throw new AppError('encoder-unusable', message('onnx-unreadable', { file, code }), { cause });
    if (!(cause instanceof NotProtobuf)) throw cause;
    throw new AppError('encoder-unusable', message('onnx-no-model', { file }), { cause });
  }
}

async function readModel(source: ProtobufFile, range: ByteRange): Promise<OnnxModel> {
  const metadata = new Map<string, string>();
  let graph: Omit<OnnxModel, 'metadata'> | undefined;
  let hasVersion = false;
  for await (const found of source.fields(range)) {
    if (found.kind === 'number') hasVersion ||= found.field === MODEL.irVersion;
    else if (found.field === MODEL.graph) graph = await readGraph(source, found);
    else if (found.field === MODEL.metadata) {
      const { key, value } = await readEntry(source, found);
      metadata.set(key, value);
    }
  }
  if (graph === undefined || !hasVersion) throw new NotProtobuf();
  return { ...graph, metadata };
}

async function readGraph(source: ProtobufFile, range: ByteRange): Promise<Omit<OnnxModel, 'metadata'>> {
  const inputs: OnnxTensor[] = [];
  const outputs: OnnxTensor[] = [];
  const weights = new Set<string>();
  const weightFiles = new Set<string>();
  for await (const found of source.fields(range)) {
    if (found.kind === 'number') continue;
    if (found.field === GRAPH.input) inputs.push(await readValue(source, found));
    if (found.field === GRAPH.output) outputs.push(await readValue(source, found));
    if (found.field === GRAPH.initializer) {
      const { name, file } = await readInitializer(source, found);
      weights.add(name);
      if (file !== undefined) weightFiles.add(file);
    }
  }
  // Older files list their weights among the inputs.
  return { inputs: inputs.filter(({ name }) => !weights.has(name)), outputs, weightFiles: [...weightFiles] };
}

async function readInitializer(source: ProtobufFile, range: ByteRange) {
  let name = '';
  let file: string | undefined;
  for await (const found of source.fields(range)) {
    if (found.kind === 'number') continue;
    if (found.field === TENSOR.name) name = await source.text(found);
    if (found.field !== TENSOR.externalData) continue;
    const { key, value } = await readEntry(source, found);
    if (key === 'location') file = value;
  }
  return { name, file };
}

async function readEntry(source: ProtobufFile, range: ByteRange) {
  let [key, value] = ['', ''];
  for await (const found of source.fields(range)) {
    if (found.kind === 'number') continue;
    if (found.field === ENTRY.key) key = await source.text(found);
    if (found.field === ENTRY.value) value = await source.text(found);
  }
  return { key, value };
}

async function readValue(source: ProtobufFile, range: ByteRange): Promise<OnnxTensor> {
  let name = '';
  let elementType: number | undefined;
  let shape: OnnxTensor['shape'];
  for await (const found of source.fields(range)) {
    if (found.kind === 'number') continue;
    if (found.field === VALUE.name) name = await source.text(found);
    if (found.field !== VALUE.type) continue;
    const tensor = await onlyBytes(source, found);
    if (tensor === undefined) continue; // a sequence or a map
    for await (const part of source.fields(tensor)) {
      if (part.kind === 'number' && part.field === TENSOR_TYPE.elementType) elementType = part.value;
      if (part.kind === 'bytes' && part.field === TENSOR_TYPE.shape) shape = await readShape(source, part);
    }
  }
  return { name, elementType, shape };
}

async function onlyBytes(source: ProtobufFile, range: ByteRange): Promise<ByteRange | undefined> {
  for await (const found of source.fields(range))
    if (found.kind === 'bytes' && found.field === INNER) return found;
  return undefined;
}

/** A dimension that has a name instead of a number is undefined. */
async function readShape(source: ProtobufFile, range: ByteRange): Promise<(number | undefined)[]> {
  const dimensions: (number | undefined)[] = [];
  for await (const found of source.fields(range)) {
    if (found.kind === 'number') continue;
    let size: number | undefined;
    for await (const part of source.fields(found))
      if (part.kind === 'number' && part.field === INNER && part.value > 0) size = part.value;
    dimensions.push(size);
  }
  return dimensions;
}
