/** Decodes a folder as a scan does, without a cache and then with it, and prints its seconds as JSON. */
import { rm } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import path from 'node:path';
import { decodeAll } from '../../src/dataset/decode/decodeAll';
import { probeImages } from '../../src/dataset/decode/probeImages';
import { runSteps } from '../../src/core/steps';
import { discover } from '../../src/dataset/discover';
import { REPO_ROOT } from '../../scripts/repoPaths';
import { runMain } from '../../scripts/runMain';

const [folder = '', size = ''] = process.argv.slice(2);
const { signal } = new AbortController();
const PROBED_IMAGES = 64;

async function decodeOnce(): Promise<{ seconds: number; cpuSeconds: number; images: number }> {
  const index = await runSteps(discover({ root: folder, signal }));
  const startedMs = performance.now();
  const before = process.cpuUsage();
  // As a search does.
  const { greyscale } = await probeImages(index, PROBED_IMAGES, signal);
  const work = decodeAll({
    index,
    outputs: [{ kind: 'pixels', size: Number(size), channels: greyscale ? 1 : 3 }],
    cacheFolder: path.join(folder, '.cache'),
    cores: availableParallelism(),
    workerFile: path.join(REPO_ROOT, 'dist', 'decodeWorker.js'),
    signal,
  });
  const [decoded] = await runSteps(work);
  const { user, system } = process.cpuUsage(before);
  return {
    seconds: (performance.now() - startedMs) / 1e3,
    cpuSeconds: (user + system) / 1e6,
    images: decoded!.readable.length,
  };
}

runMain(async () => {
  await rm(path.join(folder, '.cache'), { recursive: true, force: true });
  const cold = await decodeOnce();
  const warm = await decodeOnce();
  console.log(JSON.stringify({ ...cold, cachedSeconds: warm.seconds }));
  return 0;
});
