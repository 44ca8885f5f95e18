/** Images and windows on them: counts, and pixels. */
export type PoolSizes = readonly [
  images: number,
  height: number,
  width: number,
  channels: number,
  outHeight: number,
  outWidth: number,
  windowHeight: number,
  windowWidth: number,
  strideY: number,
  strideX: number,
  top: number,
  left: number,
];

type ImageSizes = readonly [images: number, height: number, width: number, channels: number];

/** `step` bytes from row to row; the panels' depth and the first row are in rows. */
type PanelArguments = readonly [
  source: number,
  step: number,
  depth: number,
  columns: number,
  panels: number,
  panelDepth: number,
  firstRow: number,
];

/** What a pass over a matrix knows of its columns: addresses of one float for each. */
type Normalization = readonly [mean: number, factor: number, offset: number, isRelu: boolean];

/** The functions of `src/kernels/index.ts`, described there. Unless said otherwise, arguments are addresses in bytes. */
export interface KernelFunctions {
  copyIntoPadded(
    source: number,
    images: number,
    height: number,
    rowBytes: number,
    padded: number,
    paddedRowBytes: number,
    paddedImageBytes: number,
    offset: number,
  ): void;
  packPanels(...matrix: PanelArguments): void;
  packTransposed(...matrix: PanelArguments): void;
  transpose(
    source: number,
    step: number,
    rows: number,
    columns: number,
    target: number,
    targetStep: number,
  ): void;
  innerProducts(
    x: number,
    places: number,
    rows: number,
    runs: number,
    runStep: number,
    runLength: number,
    panels: number,
    panelDepth: number,
    columns: number,
    y: number,
    targets: number,
    bias: number,
    mode: number,
  ): void;
  outerProducts(
    x: number,
    places: number,
    count: number,
    taps: number,
    tapCount: number,
    panels: number,
    columns: number,
    y: number,
  ): void;
  maxPool(x: number, y: number, ...sizes: PoolSizes): void;
  maxPoolGradient(x: number, y: number, dy: number, dx: number, ...sizes: PoolSizes): void;
  maxPool2x2(x: number, y: number, ...sizes: ImageSizes): void;
  maxPool2x2Gradient(x: number, dy: number, dx: number, ...sizes: ImageSizes): void;
  averagePool(x: number, y: number, ...sizes: PoolSizes): void;
  averagePoolGradient(dy: number, dx: number, ...sizes: PoolSizes): void;
  sumColumns(x: number, rows: number, columns: number, totals: number, sums: number): void;
  columnMoments(
    x: number,
    rows: number,
    columns: number,
    totals: number,
    mean: number,
    variance: number,
  ): void;
  normalizeColumns(x: number, rows: number, columns: number, ...rest: [...Normalization, y: number]): void;
  normalizationSums(
    x: number,
    dy: number,
    rows: number,
    columns: number,
    ...rest: [...Normalization, totals: number, sums: number, products: number]
  ): void;
  normalizationGradient(
    x: number,
    dy: number,
    rows: number,
    columns: number,
    ...rest: [...Normalization, slope: number, constant: number, dx: number]
  ): void;
  relu(x: number, y: number, count: number): void;
  reluGradient(dy: number, y: number, dx: number, count: number): void;
  adamStep(
    variable: number,
    mean: number,
    square: number,
    gradient: number,
    count: number,
    meanDecay: number,
    squareDecay: number,
    rate: number,
    epsilon: number,
    nextVariable: number,
    nextMean: number,
    nextSquare: number,
  ): void;
  dropoutMask(mask: number, count: number, seed: number, threshold: number, kept: number): void;
  winogradFilters(w: number, count: number, isTurned: boolean, planes: number): void;
  winogradFilterGradient(planes: number, count: number, w: number): void;
  winogradInputs(
    x: number,
    places: number,
    tiles: number,
    rowBytes: number,
    channels: number,
    planes: number,
    planeStep: number,
  ): void;
  winogradOutputs(
    planes: number,
    planeStep: number,
    tiles: number,
    channels: number,
    y: number,
    targets: number,
    rowBytes: number,
    bias: number,
    isRelu: boolean,
  ): void;
  winogradOutputGradients(
    dy: number,
    targets: number,
    tiles: number,
    channels: number,
    rowBytes: number,
    planes: number,
    planeStep: number,
  ): void;
}
