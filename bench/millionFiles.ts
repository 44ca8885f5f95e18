/**
 * `npm run bench:million-files [-- --count 1000000 --presets fast,balanced --encoder none --edge 32 --seed 1]`: a folder of a million real image files
 * on one machine, from the start of `scan` to a gallery that can be used: drawn colour PNG files of 10 classes, a tenth with a wrong
 * label. Prints what each phase takes, with the most memory that all processes hold together (proportional resident), how well the errors
 * are found, and then opening the review, its overview, an export and a retraining. Needs a built `dist/`. Linux only.
 */
import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { createInterface } from 'node:readline';
import path from 'node:path';
import { parseArgs } from 'node:util';
import * as v from 'valibot';
import { REPO_ROOT } from '../scripts/repoPaths';
import { runMain } from '../scripts/runMain';
import { ScriptError } from '../scripts/scriptError';
import { openReview } from '../src/review/openReview';
import { locateStore } from '../src/store/location';
import { drawnImages } from './memory/drawnImages';
import { totalMemory } from './processes/processMemory';
import { processTree } from './processes/processTree';
import { printHead } from './tableHead';

const CLI = path.join(REPO_ROOT, 'dist', 'cli.js');
const SAMPLE_MS = 1000;

const progressSchema = v.object({ type: v.literal('progress'), phase: v.string() });

interface Step {
  readonly name: string;
  readonly startMs: number;
  peakBytes: number;
}

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      count: { type: 'string', default: '1000000' },
      presets: { type: 'string', default: 'fast,balanced' },
      encoder: { type: 'string', default: 'auto' },
      edge: { type: 'string', default: '32' },
      seed: { type: 'string', default: '1' },
    },
  });
  const folder = await drawnImages({
    count: Number(values.count),
    edge: Number(values.edge),
    channels: 3,
    seed: Number(values.seed),
  });
  printHead('command | phase | s | most memory, GB');
  // Without a preset, what comes after a search is measured on the run that is there.
  for (const preset of values.presets.split(',').filter((name) => name !== ''))
    await measure(`scan ${preset}`, [
      ...['scan', folder, '--preset', preset, '--encoder', values.encoder],
      ...['--seed', values.seed, '--json'],
    ]);
  await measureOpening(folder);
  await measure('export', ['export', folder]);
  await measure('scan --retrain', ['scan', folder, '--retrain', '--json']);
  return 0;
}

/** Runs the command line, and prints a row for each phase that it tells of. */
async function measure(title: string, args: readonly string[]): Promise<void> {
  const child = spawn(process.execPath, [CLI, ...args, '--progress', 'json'], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const steps: Step[] = [{ name: 'start', startMs: performance.now(), peakBytes: 0 }];
  let lastLine = '';
  createInterface({ input: child.stderr }).on('line', (line) => {
    lastLine = line;
    const read = v.safeParse(v.pipe(v.string(), v.parseJson(), progressSchema), line);
    if (!read.success || steps.at(-1)!.name === read.output.phase) return;
    steps.push({ name: read.output.phase, startMs: performance.now(), peakBytes: 0 });
  });
  const ended = new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  for (let isRunning = true; isRunning && child.pid !== undefined;) {
    const tree = await processTree(child.pid);
    const { proportional } = await totalMemory(tree.map(({ pid }) => pid));
    const step = steps.at(-1)!;
    step.peakBytes = Math.max(step.peakBytes, proportional);
    isRunning = await Promise.race([
      ended.then(() => false),
      new Promise<boolean>((resolve) => setTimeout(() => resolve(true), SAMPLE_MS)),
    ]);
  }
  if ((await ended) !== 0) throw new ScriptError(`${title} failed: ${lastLine}`);
  const endMs = performance.now();
  steps.forEach(({ name, startMs, peakBytes }, at) =>
    row(title, name, (steps[at + 1]?.startMs ?? endMs) - startMs, peakBytes),
  );
  row(title, 'in all', endMs - steps[0]!.startMs, Math.max(...steps.map(({ peakBytes }) => peakBytes)));
}

/** What the gallery and the overview wait for, in this process. */
async function measureOpening(folder: string): Promise<void> {
  const startMs = performance.now();
  const location = await locateStore(folder, folder);
  const { session } = await openReview(location, {
    viewOf: () => undefined,
    searchSimilar: () => Promise.reject(new Error('Nothing similar is looked for here.')),
    createId: randomUUID,
    now: () => new Date(),
  });
  if (session === undefined) throw new ScriptError(`${folder} has no run to open.`);
  row(
    'review',
    `open ${session.run.suspects} suspects`,
    performance.now() - startMs,
    process.memoryUsage().rss,
  );
}

function row(title: string, phase: string, ms: number, bytes: number): void {
  console.log(`| ${title} | ${phase} | ${(ms / 1000).toFixed(1)} | ${(bytes / 1e9).toFixed(2)} |`);
}

runMain(main);
