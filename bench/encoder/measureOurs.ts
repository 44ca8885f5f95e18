/** Embeds an image with a built-in encoder again and again and prints the speed as JSON. */
import path from 'node:path';
import { OUT_DIR, REPO_ROOT } from '../../scripts/repoPaths';
import { runMain } from '../../scripts/runMain';
import { readDescription, readLayers } from '../../src/encoder/encoderFile';
import { loadEncoderModule } from '../../src/encoder/encoderModule';
import { createNetwork, type Network } from '../../src/encoder/network';
import type { PlannedStep } from '../../src/encoder/planSteps';
import { median } from '../median';
import { drawImage, timeEmbedding, type EncoderSpeed } from './encoderSpeed';

const [name = '', size = '', seconds = '', seed = ''] = process.argv.slice(2);
const ENCODER_FOLDER = path.join(REPO_ROOT, 'media', 'encoder');
const STEP_RUNS = 40;

runMain(async () => {
  const layers = await readLayers(ENCODER_FOLDER, name, await readDescription(ENCODER_FOLDER, name));
  const create = await loadEncoderModule(path.join(OUT_DIR, 'wasm'));
  const network = createNetwork(layers, Number(size), create);
  const image = drawImage(Number(size), Number(seed));
  const embed = () => {
    network.load(image);
    network.run();
    return network.means(network.steps.length - 1);
  };
  const speed = await timeEmbedding(embed, Number(seconds));
  const kinds = timeKinds(network);
  console.log(JSON.stringify({ ...speed, megabytes: network.memoryBytes / 1e6, kinds }));
  return 0;
});

/** Each step by itself, in turns. */
function timeKinds(network: Network): NonNullable<EncoderSpeed['kinds']> {
  const times = network.steps.map((): number[] => []);
  for (let run = 0; run < STEP_RUNS; run++)
    for (const at of network.steps.keys()) {
      const started = performance.now();
      network.run(at, at + 1);
      times[at]!.push(performance.now() - started);
    }
  const kinds = new Map<string, { megaflops: number; milliseconds: number }>();
  for (const [at, step] of network.steps.entries()) {
    const sum = kinds.get(kindOf(step)) ?? { megaflops: 0, milliseconds: 0 };
    sum.megaflops += megaflopsOf(step);
    sum.milliseconds += median(times[at]!);
    kinds.set(kindOf(step), sum);
  }
  return [...kinds].map(([kind, sum]) => ({ kind, ...sum }));
}

function kindOf({ product, depthwise }: PlannedStep): string {
  if (depthwise === undefined) return product.kind;
  const { kernel } = depthwise.layer;
  return `${product.kind}, then depthwise ${kernel}×${kernel}`;
}

/** A multiplication and an addition are two. */
function megaflopsOf({ product, productSize, depthwise, outputSize }: PlannedStep): number {
  const multiplyAdds = productSize ** 2 * product.weights.length;
  return (2 * (multiplyAdds + outputSize ** 2 * (depthwise?.layer.weights.length ?? 0))) / 1e6;
}
