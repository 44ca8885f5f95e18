/** Embeds an image with ONNX Runtime on one thread again and again and prints the speed as JSON. */
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { runMain } from '../../scripts/runMain';
import { drawImage, timeEmbedding } from './encoderSpeed';

const [packageName = '', peers = '', file = '', size = '', seconds = '', seed = ''] = process.argv.slice(2);

/** The part of `onnxruntime-common` that is used; both packages have it. */
interface OnnxRuntime {
  readonly env: { readonly wasm: { numThreads?: number } };
  readonly Tensor: new (type: 'float32', data: Float32Array, dims: readonly number[]) => object;
  readonly InferenceSession: {
    create(
      model: Uint8Array,
      options: object,
    ): Promise<{
      run(feeds: object): Promise<{ readonly means: { readonly data: Float32Array } }>;
    }>;
  };
}

runMain(async () => {
  // Not a package of this project's, so its types are not at hand.
  const runtime = createRequire(path.join(peers, 'package.json'))(packageName) as OnnxRuntime;
  runtime.env.wasm.numThreads = 1;
  const session = await runtime.InferenceSession.create(await readFile(file), {
    ...{ intraOpNumThreads: 1, interOpNumThreads: 1 },
    executionProviders: [packageName === 'onnxruntime-node' ? 'cpu' : 'wasm'],
  });
  const side = Number(size);
  const pixels = drawImage(side, Number(seed));
  const embed = async () => {
    const image = new Float32Array(pixels.length);
    for (let channel = 0, at = 0; channel < 3; channel++)
      for (let from = channel; from < pixels.length; from += 3) image[at++] = (pixels[from]! - 127) / 128;
    const { means } = await session.run({
      image: new runtime.Tensor('float32', image, [1, 3, side, side]),
    });
    return means.data;
  };
  console.log(JSON.stringify(await timeEmbedding(embed, Number(seconds))));
  return 0;
});
