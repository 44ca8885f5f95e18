/** What the module exports. All addresses are bytes in tfjs-wasm's memory, all tables 32-bit byte offsets. */
export { copyIntoPadded } from './padding';
export { packPanels, packTransposed, transpose } from './panels';
export { innerProducts, outerProducts } from './products';
