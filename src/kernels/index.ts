/** What the module exports. All addresses are bytes in tfjs-wasm's memory, all tables 32-bit byte offsets. */
export {
  columnMoments,
  normalizationGradient,
  normalizationSums,
  normalizeColumns,
  sumColumns,
} from './columns';
export { adamStep, dropoutMask, relu, reluGradient } from './elements';
export { copyIntoPadded } from './padding';
export { packPanels, packTransposed, transpose } from './panels';
export { averagePool, averagePoolGradient, maxPool, maxPoolGradient } from './pooling';
export { maxPool2x2, maxPool2x2Gradient } from './pooling2x2';
export { innerProducts, outerProducts } from './products';
export {
  winogradFilterGradient,
  winogradFilters,
  winogradInputs,
  winogradOutputGradients,
  winogradOutputs,
} from './winograd';
