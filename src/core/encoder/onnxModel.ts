/** An input or output of a model. */
export interface OnnxTensor {
  readonly name: string;
  /** As `onnx.TensorProto.DataType` counts them; undefined for what is no tensor. */
  readonly elementType: number | undefined;
  /** Undefined where the file does not say; so is a dimension that may have any size. */
  readonly shape: readonly (number | undefined)[] | undefined;
}

/** What an ONNX file says of itself, besides its computation. */
export interface OnnxModel {
  /** Without weights that older files list among them. */
  readonly inputs: readonly OnnxTensor[];
  readonly outputs: readonly OnnxTensor[];
  /** `metadata_props`. */
  readonly metadata: ReadonlyMap<string, string>;
  /** Files beside it that hold weights, relative to its folder. */
  readonly weightFiles: readonly string[];
}

/** `onnx.TensorProto.DataType.FLOAT`: 32 bits. */
export const ONNX_FLOAT = 1;

const TYPE_NAMES = [
  ...['undefined', 'float32', 'uint8', 'int8', 'uint16', 'int16', 'int32', 'int64', 'string', 'bool'],
  ...['float16', 'float64', 'uint32', 'uint64', 'complex64', 'complex128', 'bfloat16'],
];

/** The name of an element type, for people. */
export function onnxTypeName(elementType: number | undefined): string {
  return TYPE_NAMES[elementType ?? 0] ?? `type ${elementType}`;
}
