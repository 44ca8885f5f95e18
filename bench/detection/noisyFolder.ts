import { access, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { truthFileOf } from '../../scripts/images/truth';
import { writeImageFolder } from '../../scripts/images/writeImageFolder';
import { MNIST_CLASSES } from '../../scripts/images/mnist';
import { OUT_DIR } from '../../scripts/repoPaths';
import { readNoisyImages, sharedLabelsFile, type NoiseRequest } from './noisyImages';

/** The folder of PNG files for one dataset and noise, with its truth file beside; written once and kept. */
export async function noisyFolder(request: NoiseRequest, dataFolder: string): Promise<string> {
  const folder = path.join(OUT_DIR, 'bench', nameOf(request));
  const isThere = await access(folder).then(
    () => true,
    () => false,
  );
  if (isThere) return folder;
  const { images, givenLabels } = await readNoisyImages(request, dataFolder);
  // Under its name only when complete.
  const partial = `${folder}.partial`;
  await rm(partial, { recursive: true, force: true });
  await writeImageFolder(partial, { ...images, classCount: MNIST_CLASSES }, givenLabels);
  await rename(truthFileOf(partial), truthFileOf(folder));
  await rename(partial, folder);
  return folder;
}

function nameOf(request: NoiseRequest): string {
  const { dataset, count, noise, rate, seed } = request;
  const drawn = sharedLabelsFile(request) === undefined ? `seed-${seed}` : 'shared-labels';
  return [dataset, count ?? 'all', noise, rate, drawn].join('-');
}
