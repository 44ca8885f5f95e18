import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { openOnnxSession } from './onnxRuntime';

/** An ONNX file of y = max(x, 0) for two numbers. */
export const TRIAL_MODEL =
  'CAg6PwoMCgF4EgF5IgRSZWx1EgVncmFwaFoTCgF4Eg4KDAgBEggKAggBCgIIAmITCgF5Eg4KDAgBEggKAggBCgIIAkICEA0=';

/** Computes something with what is installed in `packagesFolder`. @throws where that does not work. */
export async function tryOnnxRuntime(packagesFolder: string): Promise<void> {
  const file = path.join(packagesFolder, 'trial.onnx');
  await writeFile(file, Buffer.from(TRIAL_MODEL, 'base64'));
  const session = await openOnnxSession({ file, input: 'x', output: 'y', weightFiles: [], packagesFolder });
  const { data } = await session.run({ data: Float32Array.of(-1, 2), dims: [1, 2] });
  session.close();
  if (data[0] !== 0 || data[1] !== 2) throw new Error(`it computes wrongly: ${data.join(' ')}`);
}
