/** The fields of a step in the order of the class `Step` of src/kernels/encoder.ts, which says what they are. */
const PRODUCT_FIELDS = [
  'isConvolution',
  'source',
  'pixels',
  'blocks',
  'sourceStep',
  'panels',
  'panelRows',
  'scales',
  'unpacked',
  'biases',
  'isRelu6',
  'outputBlocks',
  'residual',
] as const;
const TARGET_FIELDS = ['target', 'targetStep', 'offsets'] as const;
const DEPTHWISE_FIELDS = [
  'kernel',
  'stride',
  'size',
  'rowBytes',
  'weights',
  'depthwiseBiases',
  'depthwiseIsRelu6',
  'depthwiseTarget',
] as const;
const FIELDS = [...PRODUCT_FIELDS, ...TARGET_FIELDS, ...DEPTHWISE_FIELDS];

type RecordOf<Fields extends readonly string[]> = Readonly<Record<Fields[number], number>>;
export type ProductRecord = RecordOf<typeof PRODUCT_FIELDS>;
export type TargetRecord = RecordOf<typeof TARGET_FIELDS>;
export type DepthwiseRecord = RecordOf<typeof DEPTHWISE_FIELDS>;
export type StepRecord = ProductRecord & TargetRecord & Partial<DepthwiseRecord>;

export const STEP_BYTES = 4 * FIELDS.length;

/** A step without a depthwise convolution has zeros for it. */
export function writeStep(memory: ArrayBuffer, address: number, step: StepRecord): void {
  new Uint32Array(memory, address, FIELDS.length).set(FIELDS.map((field) => step[field] ?? 0));
}
