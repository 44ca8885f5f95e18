/**
 * `npm run bench:decode [-- --count 4000 --repeat 3 --seed 1 --python PATH]`: decodes drawn photographs (224-pixel JPEG to
 * 64) and drawings (28-pixel PNG to 28) as a scan does, on all cores. With `--python`, an interpreter that has Pillow, the
 * same files go to Pillow in the same run, in turns. Prints a table. Needs a built `dist/`.
 */
import path from 'node:path';
import { parseArgs } from 'node:util';
import * as v from 'valibot';
import { runCommand } from '../../scripts/install/runCommand';
import { REPO_ROOT } from '../../scripts/repoPaths';
import { runMain } from '../../scripts/runMain';
import { createTemporaryFolder } from '../../scripts/vscode/temporaryFolder';
import { drawImages, type DrawnImages } from './drawImages';
import { median } from '../median';
import { printHead } from '../tableHead';

const measuredSchema = v.object({
  seconds: v.number(),
  cpuSeconds: v.number(),
  images: v.number(),
  cachedSeconds: v.optional(v.number()),
});
type Measured = v.InferOutput<typeof measuredSchema>;

interface Case extends Pick<DrawnImages, 'kind' | 'size'> {
  readonly name: string;
  readonly target: number;
  readonly mode: 'L' | 'RGB';
  /** As many times the images asked for. */
  readonly times: number;
}

const CASES: readonly Case[] = [
  { name: '224-px JPEG → 64', kind: 'photograph', size: 224, target: 64, mode: 'RGB', times: 1 },
  { name: '1024-px JPEG → 64', kind: 'photograph', size: 1024, target: 64, mode: 'RGB', times: 0.1 },
  { name: '28-px PNG → 28', kind: 'drawing', size: 28, target: 28, mode: 'L', times: 5 },
];

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      count: { type: 'string', default: '4000' },
      repeat: { type: 'string', default: '3' },
      seed: { type: 'string', default: '1' },
      python: { type: 'string' },
    },
  });
  const { count, repeat, seed, python } = values;
  console.log('Milliseconds of an image: by the clock on all cores, and CPU. Medians.');
  printHead(
    'images | count | ours | CPU | from the cache | Pillow | CPU | Pillow, draft | CPU | times Pillow | times draft',
  );
  for (const { times, ...rest } of CASES)
    console.log(
      await measureCase(rest, {
        count: Math.ceil(Number(count) * times),
        repeat: Number(repeat),
        seed: Number(seed),
        python,
      }),
    );
  return 0;
}

interface Settings {
  readonly count: number;
  readonly repeat: number;
  readonly seed: number;
  readonly python: string | undefined;
}

async function measureCase(
  { name, kind, size, target, mode }: Omit<Case, 'times'>,
  { count, repeat, seed, python }: Settings,
): Promise<string> {
  const temporary = await createTemporaryFolder('decode');
  try {
    const folder = temporary.path;
    await drawImages(folder, { count, size, kind, seed });
    const programs = [
      [process.execPath, [tsx(), script('measureOurs.ts'), folder, String(target)]],
      ...(python === undefined
        ? []
        : ['full', 'draft'].map(
            (how) => [python, [script('measurePillow.py'), folder, String(target), mode, how]] as const,
          )),
    ] as const;
    const measured: Measured[][] = programs.map(() => []);
    for (let round = 0; round < repeat; round++)
      for (const [at, [file, args]] of programs.entries()) measured[at]!.push(await run(file, args));
    return row(name, count, measured);
  } finally {
    await temporary.remove();
  }
}

async function run(file: string, args: readonly string[]): Promise<Measured> {
  const printed = await runCommand({
    purpose: 'Decoding',
    file,
    args: [...args],
    env: { ...process.env, UV_THREADPOOL_SIZE: '4' },
  });
  const json = printed.split('\n').find((line) => line.startsWith('{')) ?? '';
  return v.parse(v.pipe(v.string(), v.parseJson(), measuredSchema), json);
}

function row(name: string, count: number, [ours, ...pillow]: readonly (readonly Measured[])[]): string {
  const each = (measured: readonly Measured[], secondsOf: (one: Measured) => number) =>
    (median(measured.map(secondsOf)) * 1e3) / count;
  const wall = each(ours!, ({ seconds }) => seconds);
  const cells = [name, String(count), wall.toFixed(3)];
  cells.push(each(ours!, ({ cpuSeconds }) => cpuSeconds).toFixed(3));
  cells.push(each(ours!, ({ cachedSeconds }) => cachedSeconds ?? NaN).toFixed(3));
  for (const measured of pillow)
    for (const key of ['seconds', 'cpuSeconds'] as const)
      cells.push(each(measured, (one) => one[key]).toFixed(3));
  for (const measured of pillow) cells.push((each(measured, ({ seconds }) => seconds) / wall).toFixed(1));
  return `| ${cells.join(' | ')} |`;
}

const tsx = () => path.join(REPO_ROOT, 'node_modules', 'tsx', 'dist', 'cli.mjs');
const script = (name: string) => path.join(REPO_ROOT, 'bench', 'decode', name);

runMain(main);
