/**
 * `npm run bench:encoder [-- --encoder lite0 --sizes 128,160,224 --seconds 2 --repeat 5 --seed 1 --peers FOLDER --python
 * PATH]`: images a second of a built-in encoder on one thread. Peers get the same weights and run in turns with it:
 * onnxruntime-web and onnxruntime-node where FOLDER has them (`npm install --ignore-scripts` there), PyTorch where the
 * Python has it. Prints tables of medians.
 */
import { access, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { parseArgs } from 'node:util';
import * as v from 'valibot';
import { runCommand } from '../../scripts/install/runCommand';
import { OUT_DIR, REPO_ROOT } from '../../scripts/repoPaths';
import { runMain } from '../../scripts/runMain';
import { ScriptError } from '../../scripts/scriptError';
import { createTemporaryFolder } from '../../scripts/vscode/temporaryFolder';
import { writeWasmFiles } from '../../scripts/wasmFiles';
import { readDescription, readLayers } from '../../src/encoder/encoderFile';
import { drawImage, encoderSpeedSchema, type EncoderSpeed } from './encoderSpeed';
import { onnxModel } from './onnxModel';
import { median } from '../median';
import { printHead } from '../tableHead';

const ENCODER_FOLDER = path.join(REPO_ROOT, 'media', 'encoder');
const ONNX_PACKAGES = ['onnxruntime-web', 'onnxruntime-node'] as const;

/** Of Lite0 at 160 px, on one core of the machine that bench/RESULTS.md describes. */
const TARGET = process.versions.node.startsWith('20.') ? 55 : 90;
const TARGET_SIZE = 160;
const TARGET_TIMES_WEB = 1.8;
const TARGET_MEGABYTES = 60;

interface Engine {
  readonly name: string;
  readonly file: string;
  readonly args: readonly string[];
}

interface Settings {
  readonly encoder: string;
  readonly seconds: string;
  readonly repeat: number;
  readonly seed: string;
  readonly peers?: string;
  readonly python?: string;
}

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      encoder: { type: 'string', default: 'lite0' },
      sizes: { type: 'string', default: '128,160,224' },
      seconds: { type: 'string', default: '2' },
      repeat: { type: 'string', default: '5' },
      seed: { type: 'string', default: '1' },
      peers: { type: 'string' },
      python: { type: 'string' },
    },
  });
  const settings = { ...values, repeat: Number(values.repeat) };
  await writeWasmFiles(path.join(OUT_DIR, 'wasm'));
  console.log(
    `Node ${process.versions.node}, ${settings.encoder}, one thread; images a second, of the CPU in brackets; medians of ${settings.repeat} rounds\n`,
  );
  printHead(
    `size | target | ours | onnxruntime-web | times | onnxruntime-node | PyTorch | MB, ours (target ≤ ${TARGET_MEGABYTES})`,
  );
  const kinds: string[] = [];
  for (const size of values.sizes.split(',').map(Number)) {
    const speeds = await measureSize(size, settings);
    console.log(row({ encoder: settings.encoder, size }, speeds));
    kinds.push(...kindRows(size, speeds.get('ours')!));
  }
  console.log('\nWhere the time goes, ours:\n');
  printHead('size | steps | MFLOP | ms | GFLOP/s');
  for (const line of kinds) console.log(line);
  return 0;
}

async function measureSize(size: number, settings: Settings): Promise<Map<string, EncoderSpeed[]>> {
  const temporary = await createTemporaryFolder('encoder');
  try {
    const engines = await enginesFor(size, settings, temporary.path);
    const speeds = new Map(engines.map(({ name }) => [name, [] as EncoderSpeed[]]));
    for (let round = 0; round < settings.repeat; round++)
      for (const engine of engines) speeds.get(engine.name)!.push(await run(engine));
    for (const engine of engines)
      assertSame(engine.name, speeds.get(engine.name)![0]!, speeds.get('ours')![0]!);
    return speeds;
  } finally {
    await temporary.remove();
  }
}

async function enginesFor(
  size: number,
  { encoder, seconds, seed, peers, python }: Settings,
  folder: string,
): Promise<Engine[]> {
  const tsx = path.join(REPO_ROOT, 'node_modules', 'tsx', 'dist', 'cli.mjs');
  const script = (name: string) => path.join(REPO_ROOT, 'bench', 'encoder', name);
  const common = [String(size), seconds];
  const engines: Engine[] = [
    { name: 'ours', file: process.execPath, args: [tsx, script('measureOurs.ts'), encoder, ...common, seed] },
  ];
  const model = path.join(folder, 'encoder.onnx');
  const layers = await readLayers(ENCODER_FOLDER, encoder, await readDescription(ENCODER_FOLDER, encoder));
  await writeFile(model, onnxModel(layers, size));
  for (const name of ONNX_PACKAGES)
    if (peers !== undefined && (await isThere(path.join(peers, 'node_modules', name))))
      engines.push({
        name,
        file: process.execPath,
        args: [tsx, script('measureOnnx.ts'), name, path.resolve(peers), model, ...common, seed],
      });
  if (python !== undefined) {
    const pixels = path.join(folder, 'pixels');
    await writeFile(pixels, drawImage(size, Number(seed)));
    const files = ['json', 'bin'].map((type) => path.join(ENCODER_FOLDER, `${encoder}.${type}`));
    engines.push({
      name: 'PyTorch',
      file: python,
      args: [script('measurePyTorch.py'), ...files, pixels, ...common],
    });
  }
  return engines;
}

async function run({ name, file, args }: Engine): Promise<EncoderSpeed> {
  const printed = await runCommand({ purpose: `Embedding with ${name}`, file, args });
  const json = printed.split('\n').find((line) => line.startsWith('{')) ?? '';
  return v.parse(v.pipe(v.string(), v.parseJson(), encoderSpeedSchema), json);
}

/** Engines that disagree would not be doing the same work. */
function assertSame(name: string, theirs: EncoderSpeed, ours: EncoderSpeed): void {
  const worst = Math.max(...ours.means.map((value, i) => Math.abs(value - theirs.means[i]!)));
  if (!(worst < 1e-3)) throw new ScriptError(`${name} computes another embedding: ${worst} apart.`);
}

function row(
  { encoder, size }: { encoder: string; size: number },
  speeds: ReadonlyMap<string, readonly EncoderSpeed[]>,
): string {
  const isTarget = encoder === 'lite0' && size === TARGET_SIZE;
  const ours = perSecond(speeds.get('ours')!);
  const web = speeds.get('onnxruntime-web');
  const cells = [
    `${size} px`,
    isTarget ? `≥ ${TARGET}, ≥ ${TARGET_TIMES_WEB} times onnxruntime-web` : '',
    cell(speeds.get('ours')),
    cell(web),
    web === undefined ? '' : (ours / perSecond(web)).toFixed(2),
    cell(speeds.get('onnxruntime-node')),
    cell(speeds.get('PyTorch')),
    (speeds.get('ours')![0]!.megabytes ?? NaN).toFixed(1),
  ];
  return `| ${cells.join(' | ')} |`;
}

function cell(speeds: readonly EncoderSpeed[] | undefined): string {
  if (speeds === undefined) return 'left out';
  const perCpu = median(speeds.map(({ images, cpuSeconds }) => images / cpuSeconds));
  return `${perSecond(speeds).toFixed(1)} (${perCpu.toFixed(1)})`;
}

const perSecond = (speeds: readonly EncoderSpeed[]): number =>
  median(speeds.map(({ images, seconds }) => images / seconds));

/** By the round in which all steps together took least. */
function kindRows(size: number, speeds: readonly EncoderSpeed[]): string[] {
  const total = (kinds: EncoderSpeed['kinds']) =>
    kinds!.reduce((sum, { milliseconds }) => sum + milliseconds, 0);
  const [best] = speeds.map(({ kinds }) => kinds).sort((a, b) => total(a) - total(b));
  return best!.map(
    ({ kind, megaflops, milliseconds }) =>
      `| ${size} px | ${kind} | ${megaflops.toFixed(0)} | ${milliseconds.toFixed(2)} | ${(megaflops / milliseconds).toFixed(1)} |`,
  );
}

const isThere = (file: string) =>
  access(file).then(
    () => true,
    () => false,
  );

runMain(main);
