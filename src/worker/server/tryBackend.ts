/**
 * Entry of a process that tries an optional backend, so that a library that crashes takes nothing along:
 * `tryBackend.js tensorflow|webgpu|onnx FOLDER`.
 */
import { tryOnnxRuntime } from '../../encoder/onnx/tryOnnxRuntime';
import { startNativeTensorFlow } from '../../ml/backends/nativeTensorFlow';
import { keepSentence, wordKept } from '../../core/words/message';
import { whyNotLoaded } from '../../ml/backends/whyNotLoaded';

const [name, packagesFolder] = process.argv.slice(2);

async function tryOut(): Promise<void> {
  if (name === 'onnx') await tryOnnxRuntime(packagesFolder ?? '');
  else if (name === 'tensorflow') await startNativeTensorFlow({ packagesFolder });
  else {
    // Only now: native TensorFlow has to be the first to load its tfjs-core.
    const { startWebGpu } = await import('../../ml/backends/webgpu');
    await startWebGpu({ packagesFolder, allowsSoftware: false, onFailure: fail });
  }
}

function fail(error: unknown): void {
  process.stderr.write(`${wordKept(keepSentence(whyNotLoaded(error)))}\n`);
  process.exit(1);
}

tryOut().then(() => process.exit(0), fail);
