import * as l10n from '@vscode/l10n';
import type { BackendName } from '../../core/run/trainingPlan';
import { platformRefusal, WEBGPU_BINARIES, TENSORFLOW_BINARIES, type Platform } from './platformRefusal';

/** A backend that is not part of the extension and is installed on request. Texts are read after the translation is. */
export interface OptionalBackend {
  /** Also the name of its folder among the installed packages. */
  readonly name: Exclude<BackendName, 'wasm'>;
  /** For the user. */
  readonly title: string;
  /** What is asked before it is installed. */
  readonly question: string;
  readonly packageName: string;
  readonly version: string;
  /** What is downloaded from where, as a sentence that goes on after the folder. */
  readonly download: string;
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
  needsNode: true,
  refusal: (platform) => platformRefusal('WebGPU', WEBGPU_BINARIES, platform),
};
