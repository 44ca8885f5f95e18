/** Our side of `npm run bench:score`: `measureOurs LABELS PROBS FILTER REPEAT FLAGS`. */
import { readFile, writeFile } from 'node:fs/promises';
import { FILTER_BYS } from '../../src/core/confidentLearning/filterBy';
import { findLabelIssues } from '../../src/core/confidentLearning/findLabelIssues';
import { decodeNpyLabels } from '../../src/core/npy';
import { openPredictions } from '../../src/dataset/predictions/openPredictions';
import { readMatrix } from '../../src/dataset/predictions/readMatrix';
import { runMain } from '../../scripts/runMain';

async function main(): Promise<number> {
  const [labelsFile = '', probsFile = '', filter, repeat, flagsFile = ''] = process.argv.slice(2);
  const filterBy = FILTER_BYS.find((name) => name === filter) ?? 'prune_by_noise_rate';
  const labels = decodeNpyLabels(await readFile(labelsFile), labelsFile);
  const predProbs = await readMatrix(await openPredictions(probsFile), new AbortController().signal);
  const seconds: number[] = [];
  const cpuSeconds: number[] = [];
  let flags = new Uint8Array();
  for (let round = 0; round < Number(repeat); round++) {
    const startMs = performance.now();
    const startCpu = process.cpuUsage();
    flags = Uint8Array.from(findLabelIssues(labels, predProbs, { filterBy }));
    seconds.push((performance.now() - startMs) / 1000);
    const { user, system } = process.cpuUsage(startCpu);
    cpuSeconds.push((user + system) / 1e6);
  }
  await writeFile(flagsFile, flags);
  const issues = flags.reduce((total, flag) => total + flag, 0);
  const peakMb = Math.round(process.resourceUsage().maxRSS / 1024);
  console.log(JSON.stringify({ seconds, cpuSeconds, peakMb, issues }));
  return 0;
}

runMain(main);
