/** The packages of ONNX Runtime, the fastest first: native, and WebAssembly where there is no binary. */
export const ONNX_PACKAGES = ['onnxruntime-node', 'onnxruntime-web'] as const;
export type OnnxPackage = (typeof ONNX_PACKAGES)[number];

/** The version that is installed and tested. */
export const ONNX_VERSION = '1.30.0';

/** Their folder among the installed packages. */
export const ONNX_FOLDER = 'onnx';
