/**
 * `npm run bench:train [-- --seconds 2 --runs 5 --backends wasm,webgpu --python PATH]`: images per second of forward,
 * backward and Adam, with one process and with one for every core, on each backend that works here (`--software` also
 * measures WebGPU on a driver without a GPU, where a step takes minutes); with a Python that has torch (or
 * `BENCH_PYTHON`), PyTorch's too. Prints a table of medians.
 */
import { availableParallelism } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { OUT_DIR } from '../../scripts/repoPaths';
import { runMain } from '../../scripts/runMain';
import { ScriptError } from '../../scripts/scriptError';
import { writeWasmFiles } from '../../scripts/wasmFiles';
import { median } from '../median';
import { measureTraining } from './measureTraining';
import { measurePyTorch } from './pytorch';
import type { Speed, Workload } from './trainingRun';
import { printHead } from '../tableHead';

const WORKLOADS: readonly Workload[] = [
  { network: 'paper', imageSize: 28, channels: 1, batch: 128 },
  { network: 'compact', imageSize: 28, channels: 1, batch: 128 },
  { network: 'compact', imageSize: 64, channels: 3, batch: 64 },
];
const BACKENDS = ['wasm', 'tensorflow', 'webgpu'] as const;

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      seconds: { type: 'string', default: '2' },
      runs: { type: 'string', default: '5' },
      backends: { type: 'string', default: BACKENDS.join() },
      software: { type: 'boolean', default: false },
      python: { type: 'string', default: process.env.BENCH_PYTHON },
    },
  });
  const timing = { runs: Number(values.runs), secondsPerRun: Number(values.seconds) };
  const wasmFolder = path.join(OUT_DIR, 'wasm');
  await writeWasmFiles(wasmFolder);
  const cores = availableParallelism();
  console.log(
    `Node ${process.versions.node}, ${cores} cores; images per second, median of ${timing.runs} runs\n`,
  );
  printHead('engine | network | one process | per CPU second | a process per core');
  const missing: string[] = [];
  const wanted = values.backends.split(',');
  const unknown = wanted.find((name) => !BACKENDS.some((known) => known === name));
  if (unknown !== undefined)
    throw new ScriptError(`--backends are of ${BACKENDS.join(', ')}; not ${unknown}.`);
  for (const backend of BACKENDS.filter((name) => wanted.includes(name)))
    for (const workload of WORKLOADS) {
      const order = { backend, wasmFolder, allowsSoftware: values.software, workload, ...timing };
      const one = await measureTraining(order, 1);
      if (one.kind === 'unavailable') {
        missing.push(one.reason);
        break;
      }
      const all = await measureTraining(order, cores);
      const allSpeeds = all.kind === 'measured' ? all.speeds : [];
      const cells = [
        medianOf(one.speeds, 'perSecond'),
        medianOf(one.speeds, 'perCpuSecond'),
        medianOf(allSpeeds, 'perSecond'),
      ];
      console.log(`| ${backend} | ${nameOf(workload)} | ${cells.join(' | ')} |`);
    }
  if (values.python !== undefined && values.python !== '')
    measurePyTorch(values.python, WORKLOADS, timing).forEach(({ version, perCore, allCores }, i) =>
      console.log(
        `| PyTorch ${version} | ${nameOf(WORKLOADS[i]!)} | ${perCore.toFixed(0)} | | ${allCores.toFixed(0)} |`,
      ),
    );
  for (const reason of missing) console.log(`\nNot measured: ${reason}`);
  return 0;
}

function nameOf({ network, imageSize, channels, batch }: Workload): string {
  return `${network} ${imageSize}×${imageSize}×${channels}, batch ${batch}`;
}

function medianOf(speeds: readonly Speed[], of: keyof Speed): string {
  return median(speeds.map((speed) => speed[of])).toFixed(0);
}

runMain(main);
