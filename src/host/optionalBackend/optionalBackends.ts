import * as l10n from '@vscode/l10n';
import { ONNX_FOLDER, ONNX_VERSION, type OnnxPackage } from '../../core/encoder/onnxPackages';
import type { BackendName } from '../../core/run/trainingPlan';
import {
  isServed,
  ONNX_BINARIES,
  platformRefusal,
  WEBGPU_BINARIES,
  TENSORFLOW_BINARIES,
  type Platform,
} from './platformRefusal';

/** What computes and is not part of the extension but installed on request. Texts are read after the translation is. */
export interface OptionalBackend {
  /** Also the name of its folder among the installed packages. */
  readonly name: Exclude<BackendName, 'wasm'> | typeof ONNX_FOLDER;
  /** For the user. */
  readonly title: string;
  /** What is asked before it is installed. */
  readonly question: string;
  readonly packageName: string;
  readonly version: string;
  /** What is downloaded from where, as a sentence that goes on after the folder. */
  readonly download: string;
  /** What it is then used for, as a sentence. */
  readonly use: string;
  /** Whether an installer of its own has to run, such as one that fetches a library. */
  readonly hasInstaller: boolean;
  /** What has to be reached for that. */
  readonly sources: string;
  /** Whether it cannot run on the Node inside the desktop VS Code. */
  readonly needsNode: boolean;
  /** Why it cannot be had on a platform, as a sentence; undefined where it can. */
  readonly refusal: (platform: Platform) => string | undefined;
}

export const NATIVE_TENSORFLOW: OptionalBackend = {
  name: 'tensorflow',
  title: 'TensorFlow',
  get question() {
    return l10n.t('Install TensorFlow’s native library for training?');
  },
  packageName: '@tensorflow/tfjs-node',
  // That of the other tfjs packages: they share one engine.
  version: '4.22.0',
  get download() {
    return l10n.t(
      "npm downloads it from the npm registry, and its installer about 150 MB from Google's storage; together they take about 1 GB",
    );
  },
  get sources() {
    return l10n.t("the npm registry and Google's storage");
  },
  get use() {
    return l10n.t('The backend "auto" then measures whether it is faster than the embedded one.');
  },
  hasInstaller: true,
  needsNode: false,
  refusal: (platform) => platformRefusal('TensorFlow', TENSORFLOW_BINARIES, platform),
};

export const WEBGPU: OptionalBackend = {
  name: 'webgpu',
  title: 'WebGPU',
  get question() {
    return l10n.t('Install WebGPU for training on the graphics card?');
  },
  packageName: 'webgpu',
  version: '0.6.2',
  get download() {
    return l10n.t('npm downloads about 50 MB from the npm registry, which take about 130 MB');
  },
  get sources() {
    return l10n.t('the npm registry');
  },
  get use() {
    return l10n.t('The backend "auto" then measures whether it is faster than the embedded one.');
  },
  hasInstaller: true,
  needsNode: true,
  refusal: (platform) => platformRefusal('WebGPU', WEBGPU_BINARIES, platform),
};

/** What computes encoders of the user's own: native where there is a binary, else in WebAssembly, which runs everywhere. */
export function onnxRuntimeFor(platform: Platform): OptionalBackend {
  const isNative = isServed(ONNX_BINARIES, platform);
  const packageName: OnnxPackage = isNative ? 'onnxruntime-node' : 'onnxruntime-web';
  return {
    name: ONNX_FOLDER,
    title: 'ONNX Runtime',
    question: l10n.t('Install ONNX Runtime for image encoders of your own?'),
    packageName,
    version: ONNX_VERSION,
    download: isNative
      ? l10n.t('npm downloads about 115 MB from the npm registry, which take about 290 MB')
      : l10n.t('npm downloads about 35 MB from the npm registry, which take about 140 MB'),
    sources: l10n.t('the npm registry'),
    use: l10n.t('The setting labelReview.encoder may then name an ONNX file.'),
    // It would fetch the libraries for graphics cards.
    hasInstaller: false,
    needsNode: false,
    refusal: () => undefined,
  };
}
